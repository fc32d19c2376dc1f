// Invented vectors of wire-text/1, beside the published ones. `null`: refused.

import type { Vector } from './shared-data.ts';

export const INVENTED_VECTORS: readonly Vector[] = [
  {
    name: 'a break inside an inline element',
    html: '<p><b>Ferries<br>resume</b></p>',
    text: 'Ferries\nresume',
  },
  { name: 'space around a break', html: '<p>Ferries <br> resume</p>', text: 'Ferries\nresume' },
  { name: 'breaks at the edges of a block', html: '<p><br>Ferries<br></p>', text: 'Ferries' },
  { name: 'loose text around blocks', html: 'one<p>two</p>three', text: 'one\ntwo\nthree' },
  { name: 'a space between inline siblings', html: '<b>Port</b> <i>Alder</i>', text: 'Port Alder' },
  { name: 'a space before a closing block', html: '<div>Port <p>Alder</p> </div>', text: 'Port\nAlder' },
  { name: 'no-break space beside a space', html: '<p>5 &nbsp; km</p>', text: '5 \u00a0 km' },
  { name: 'a no-break space at a block edge is text', html: '<p>&nbsp;x </p>', text: '\u00a0x' },
  { name: 'a rule is a block without text', html: 'above<hr>below', text: 'above\nbelow' },
  {
    name: 'ruby stays on one line',
    html: '<ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>',
    text: '港(みなと)',
  },
  { name: 'definition lists', html: '<dl><dt>Pier<dd>landing<dd>stage</dl>', text: 'Pier\nlanding\nstage' },
  { name: 'a quotation element adds no marks', html: '<p><q>Open</q>, she said</p>', text: 'Open, she said' },
  { name: 'form feed is white space', html: '<p>a\fb</p>', text: 'a b' },
  { name: 'a processing instruction is a comment', html: '<p>a<?php echo 1 ?>b</p>', text: 'ab' },
  { name: 'an unclosed comment takes the rest', html: '<p>a</p><!-- b', text: 'a' },
  { name: 'a closing tag without an opening one', html: 'a</div>b', text: 'ab' },
  { name: 'a table cell outside a table is no element', html: 'a<td>b</td>', text: 'ab' },
  {
    name: 'text in a table moves before it',
    html: '<table>stray<tr><td>x</td></tr></table>',
    text: 'stray\nx',
  },
  { name: 'numeric reference to a surrogate is U+FFFD', html: '<p>&#xD800;</p>', text: '\ufffd' },
  { name: 'NUL is dropped by the parser', html: '<p>a\0b</p>', text: 'ab' },
  { name: 'a reference without its semicolon', html: '<p>AT&ampT &copy 2025</p>', text: 'AT&T © 2025' },
  { name: 'bold across paragraphs', html: '<p><b>one<p>two</b>three', text: 'one\ntwothree' },
  {
    name: 'right-to-left text with marks',
    html: '<p dir="rtl">\u200fالخبر \u202bx\u202c</p>',
    text: '\u200fالخبر \u202bx\u202c',
  },
  { name: 'hidden with any value', html: '<p hidden="until-found">x</p>', text: null },
  { name: 'a hidden image', html: '<p>x<img hidden src=a></p>', text: null },
  { name: 'a form with a control named nodeType', html: '<form>x<input name=nodeType></form>', text: null },
  {
    name: 'a form with a control named parentNode',
    html: '<p>a<form><input name=parentNode></form>',
    text: null,
  },
  {
    name: 'a form with a control named childNodes',
    html: '<form>x<input name=childNodes></form>',
    text: null,
  },
  { name: 'MathML', html: '<p><math><mi>x</mi></math></p>', text: null },
  { name: 'a name with a colon', html: '<p>a<o:p>b</o:p></p>', text: null },
  { name: 'old presentational elements', html: '<p><font color=red>x</font></p>', text: null },
  { name: 'noscript', html: '<p>x</p><noscript>y</noscript>', text: null },
  { name: 'template', html: '<template>y</template>', text: null },
  { name: 'an input has no words and is refused', html: '<p>x<input></p>', text: null },
];

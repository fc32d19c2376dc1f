// Optional: shows times in the reader's own zone, and "5 minutes ago" for recent ones. Pages are complete without it.
(() => {
  const language = document.documentElement.lang || undefined;
  const locale = language === 'en' ? 'en-GB' : language;
  const [join, end] = document.documentElement.dir === 'rtl' ? ['، \u2068', '\u2069'] : [', ', ''];
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const full = (at) => date.format(at) + join + clock.format(at) + end;

  function relative(at) {
    const minutes = Math.round((at - Date.now()) / 60000);
    if (minutes > 0 || minutes <= -1440) return null;
    return minutes > -60 ? ago.format(minutes, 'minute') : ago.format(Math.ceil(minutes / 60), 'hour');
  }

  function show() {
    for (const element of document.querySelectorAll('time[data-show]')) {
      const at = new Date(element.dateTime);
      if (Number.isNaN(at.getTime())) continue;
      element.dataset.sent ??= element.textContent;
      element.title = full(at);
      if (element.dataset.show === 'full') element.textContent = full(at);
      else element.textContent = relative(at) ?? element.dataset.sent;
    }
  }

  show();
  setInterval(show, 60000);
})();

// The aliases of IPTC's catalogs for G2 standards, versions 1 to 41 (2008 to 2025): what a `catalogRef` to one of them would
// say. No alias has changed its scheme between versions but those of NewsML 1. Shipped, because catalogs are never fetched.

const IPTC = 'http://cv.iptc.org/newscodes/';
const EXTERNAL = 'http://cvx.iptc.org/';

/** `alias path` pairs under http://cv.iptc.org/newscodes/. */
const IPTC_SCHEMES = `
altidrole altidrole/ | aoprop aoproperty/ | app application/ | aspfacet asportfacet/ | aspfacetvalue asportfacetvalue/
acdc audiocodec/ | authoritystatus authoritystatus/ | catinat catinature/ | chprop characteristicsproperty/ | cinat cinature/
colsp colorspace/ | colin colourindicator/ | ctech commtech/ | cptdefrole conceptdefinitionrole | cptnoterole conceptnoterole/
crel conceptrelation/ | conf confidence/ | ciprol contactinfopartrole/ | cwarn contentwarning/ | ctrol contributorrole/
cpnat cpnature/ | cpprole contentprodpartyrole/ | crol creatorrole/ | drol descriptionrole/ | digsrctype digitalsourcetype/
dimensionunit dimensionunit/ | ednoterole ednoterole | dummy dummy/ | erol edrole/ | encd encoding/ | entityprop entityproperty/
ecirol eventcontactinforole/ | edconf eventdateconfirm/ | eocstat eventoccurstatus/ | eorol eventorganiserrole/
eprol eventparticipantrole/ | eregrol eventregrole/ | fisymtype financialinstrumentsymboltype/ | frmt format/ | gen generic/
genre genre/ | hashscope hashscope/ | hashtype hashtype/ | hopaction hopaction/ | hatarget hopactiontarget/
howextr howextracted/ | howpr howpresent/ | ikos ikos/ | imgregrole imageregionrole/ | imgregtype imageregiontype/
impt importance/ | isrol infosourcerole/ | irel itemrelation/ | irep itemrepresentation/ | lbtyp labeltype/ | lrol languagerole/
loutorient layoutorientation/ | loctyp location/ | medtop mediatopic/ | mtyp mediatype/ | medtype mediatype1/ | nprt namepart/
nrol namerole/ | ncostat newscoveragestatus/ | nityp newsitemtype/ | nmsig newsmsgsignal/ | nprod newsproduct/
nprov newsprovider/ | ninat ninature/ | not notation/ | oito ofinterestto/ | pgrmod pkggroupmode/ | plinat plinature/
prio priority/ | prodgenre productgenre/ | prop property/ | prov provider/ | stat pubstatusg2/ | rtype ratertype/
rcalctype rcalctype/ | rel relevance/ | rnd rendition/ | riaspect riaspect/ | rightsprop rightsproperty/ | riscope riscope/
role1 role1/ | rscaleunit rscaleunit/ | scn scene/ | sev severity/ | sig signal/ | pst1 status1/ | subj subjectcode/
squ subjectqualifier/ | timeunit timeunit/ | tone tone/ | tpctyp topictype/ | trustindicator trustindicator/ | urgy urgency/
useracttype useractiontype/ | valfmt valueformat/ | vcdc videocodec/ | videodef videodefinition/ | ivqu videoqualifier/
sov videoscaling/ | why whypresent/ | wldreg worldregion/`;

/** Aliases of http://cvx.iptc.org/, where the path is the alias or stands behind it. */
const EXTERNAL_SCHEMES = `
a1312cat anpa1312-category/ | a1312prio anpa1312-priority/ | a1312svc anpa1312-servicelevel/ | a1312vers anpa1312-version/
bcp47 bcp47/ | cusip cusip/ | figi figi/ | gics gics/ | isin isin/ | mic iso10383-mic/ | iso3166-1a2 iso3166-1a2/
iso3166-1a3 iso3166-1a3/ | iso3166-2 iso3166-2/ | iso4217a iso4217a/ | iso4217n iso4217n/ | parasport parasport/ | secst secst/
sedol sedol/ | ticker ticker/ | tidm tidm/ | googletopicsv1 googletopicsv1/ | googletopicsv2 googletopicsv2/
iabcontent20 iabcontent20/ | iabcontent21 iabcontent21/ | iabcontent22 iabcontent22/ | iabcontent30 iabcontent30/
iabaudience10 iabaudience10/ | iabadproduct10 iabadproduct10/ | iabadproduct20 iabadproduct20/`;

const OTHER_SCHEMES: readonly (readonly [string, string])[] = [
  ['dbpedia', 'http://dbpedia.org/resource/'],
  ['freebase', 'http://www.freebase.com'],
  ['geonames', 'http://sws.geonames.org/'],
  ['geonameshttps', 'https://sws.geonames.org/'],
  ['mb-artist', 'http://musicbrainz.org/artist/'],
  ['mb-label', 'http://musicbrainz.org/label/'],
  ['mb-recording', 'http://musicbrainz.org/recording/'],
  ['mb-release', 'http://musicbrainz.org/release/'],
  ['mb-releasegroup', 'http://musicbrainz.org/release-group/'],
  ['mb-work', 'http://musicbrainz.org/work/'],
  ['plus', 'http://ns.useplus.org/ldf/vocab/'],
  ['skos', 'http://www.w3.org/2004/02/skos/core#'],
  ['wikidata', 'http://www.wikidata.org/entity/'],
];

const pairs = (list: string, base: string): [string, string][] =>
  list
    .trim()
    .split(/\s*[|\n]\s*/)
    .map((pair) => {
      const [alias = '', path = ''] = pair.split(' ');
      return [alias, base + path];
    });

/** Scheme URI by alias. */
export const IPTC_CATALOG: ReadonlyMap<string, string> = new Map([
  ...pairs(IPTC_SCHEMES, IPTC),
  ...pairs(EXTERNAL_SCHEMES, EXTERNAL),
  ...OTHER_SCHEMES,
]);

/** Scheme URIs that decide something here. */
export const SCHEME = {
  status: `${IPTC}pubstatusg2/`,
  signal: `${IPTC}signal/`,
  messageSignal: `${IPTC}newsmsgsignal/`,
  itemNature: `${IPTC}ninature/`,
  itemRelation: `${IPTC}itemrelation/`,
  conceptNature: `${IPTC}cpnature/`,
} as const;

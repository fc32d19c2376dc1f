// The words in feeds' dates: months and zones. Lower case.

const MONTHS: readonly string[] = [
  'jan january janvier januar janv enero janeiro gennaio gen januari január jan. ιαν ιανουαρίου янв января',
  'feb february février févr fév febbraio februar fevereiro febrero februari feb. február febru φεβ φεβρουαρίου фев февраля',
  'mar march mars märz maerz marzo marz março maart mar. március márcus μάρ μαρ μαρτίου мар марта mär mrz',
  'apr april avril avr abril aprile aprilis április απρ απριλίου апр апреля abr',
  'may mai maj mayo maggio maio mei május máj μάι μαι μαϊ μαΐου май мая mag',
  'jun june juin juni junio giugno junho június ιούν ιουν ιουνίου июн июня giu',
  'jul july juillet juil juli julio luglio julho július ιούλ ιουλ ιουλίου июл июля lug',
  'aug august août aout agosto augustus augusztus αύγ αυγ αυγούστου авг августа ago',
  'sep sept september septembre septiembre settembre setembro szeptember σεπ σεπτεμβρίου сен сентября set',
  'oct october octobre oktober octubre ottobre outubro október οκτ οκτωβρίου окт октября okt out ott',
  'nov november novembre noviembre novembro νοέ νοε νοεμβρίου ноя ноября',
  'dec december décembre déc dezember diciembre dicembre dezembro δεκ δεκεμβρίου дек декабря dez dic',
];

const MONTH_BY_NAME = new Map(
  MONTHS.flatMap((names, index) => names.split(' ').map((name) => [name, index + 1] as const)),
);

/** 1 to 12, or `null` when the word is no month. Case and a final stop do not count. */
export const monthOf = (word: string): number | null =>
  MONTH_BY_NAME.get(word.normalize('NFC').toLowerCase().replace(/\.$/, '')) ?? null;

/** Minutes east of UTC. RFC 822 §5.1 for the North American ones; a single letter has no known zone (RFC 5322 §4.3). */
const ZONE_MINUTES: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  west: 60,
  bst: 60,
  cet: 60,
  cest: 120,
  met: 60,
  mest: 120,
  mez: 60,
  mesz: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  msd: 240,
  sast: 120,
  cat: 120,
  wat: 60,
  eat: 180,
  trt: 180,
  irst: 210,
  gst: 240,
  aft: 270,
  pkt: 300,
  uzt: 300,
  npt: 345,
  mmt: 390,
  ict: 420,
  wib: 420,
  hkt: 480,
  sgt: 480,
  myt: 480,
  pht: 480,
  awst: 480,
  jst: 540,
  kst: 540,
  acst: 570,
  acdt: 630,
  aest: 600,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
  nst: -210,
  ndt: -150,
  ast: -240,
  adt: -180,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  akst: -540,
  akdt: -480,
  hst: -600,
  brt: -180,
  art: -180,
  clt: -240,
  cot: -300,
  pet: -300,
  vet: -240,
  et: -300,
  ct: -360,
  mt: -420,
  pt: -480,
};

/** Zones whose name means different things; the source's own zone decides. */
const AMBIGUOUS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ist: {
    'Asia/Kolkata': 330,
    'Asia/Calcutta': 330,
    'Asia/Colombo': 330,
    'Asia/Jerusalem': 120,
    'Europe/Dublin': 60,
  },
  cst: { 'Asia/Shanghai': 480, 'Asia/Taipei': 480, 'Asia/Macau': 480, 'America/Havana': -300 },
  bst: { 'Asia/Dhaka': 360 },
  ast: { 'Asia/Riyadh': 180, 'Asia/Kuwait': 180, 'Asia/Baghdad': 180, 'Asia/Qatar': 180 },
};

/** Minutes east of UTC of a zone's name as an agency in `timezone` means it; `null` when the name is not known. */
export function zoneMinutes(name: string, timezone: string): number | null {
  const key = name.toLowerCase();
  const local = AMBIGUOUS[key]?.[timezone];
  if (local !== undefined) return local;
  const known = ZONE_MINUTES[key];
  if (known !== undefined) return known;
  if (key === 'ist') return 330;
  return /^[a-ik-z]$/.test(key) ? 0 : null;
}

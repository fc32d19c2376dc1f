// The interface in Arabic.

import { ar as log } from './log/ar.ts';
import type { Messages } from './messages.ts';

const plural = new Intl.PluralRules('ar');

function versions(n: number): string {
  switch (plural.select(n)) {
    case 'one':
      return 'نسخة واحدة';
    case 'two':
      return 'نسختان';
    case 'few':
      return `${n} نسخ`;
    default:
      return `${n} نسخة`;
  }
}

export const ar: Messages = {
  language: 'ar',
  direction: 'rtl',
  name: 'العربية',

  skipToContent: 'انتقل إلى المحتوى',
  sections: 'الأقسام',
  frontPage: 'الصفحة الرئيسية',
  search: 'بحث',
  searchLabel: 'ابحث في جميع الأخبار',
  searchHint: 'يجب أن ترد جميع الكلمات. «علامتا التنصيص» تُبقيان العبارة متصلة، والنجمة* تقوم مقام أي نهاية.',
  searchNothing: (query) => `لم يُعثر على شيء عن: ${query}`,
  searchResults: (query) => `نتائج البحث عن: ${query}`,
  searchPrompt: 'عمّ تبحث؟',
  about: 'كيف ننشر',
  feeds: 'الخلاصات',
  interfaceLanguage: 'لغة هذا الموقع',

  older: 'أخبار أقدم',
  newest: 'أحدث الأخبار',
  pages: 'الصفحات',
  noStories: 'لا توجد أخبار هنا بعد.',
  timesIn: (zone) => `الأوقات بتوقيت ${zone}`,

  flash: 'عاجل جدًا',
  urgent: 'عاجل',
  alert: 'تنبيه',
  shortUnread: 'لم يقرأه محرر',
  shortRead: 'قرأه محرر',
  versionCount: versions,

  label: 'البيان',
  labelUnread: 'نُشرت هذه المادة آليًا من خدمة وكالة أنباء دون أي تعديل على النص ولم يراجعها أي محرر',
  labelRead: (time) => `نُشرت هذه المادة من خدمة وكالة أنباء دون أي تعديل على النص وقرأها محرر في ${time}`,
  whatThisMeans: 'ما معنى ذلك',

  noHeadline: 'لم ترسل الوكالة عنوانًا. هذه هي الكلمات الأولى من نصها.',
  alertOnly: 'هذا تنبيه: أرسلت الوكالة عنوانًا فقط.',
  agencyCreated: 'أنشأته الوكالة',
  agencyUpdated: 'حدّثته الوكالة',
  received: 'وصل إلينا',
  published: 'نُشر هنا',
  updated: 'حُدّث هنا',
  media: 'الصور والوسائط المرسلة مع هذا الخبر',
  mediaNote: 'هي على خادم الوكالة ولا تحمّلها هذه الصفحة.',
  mediaLink: (kind, host) => `${kind} على ${host}`,
  mediaKinds: { image: 'صورة', audio: 'تسجيل صوتي', video: 'فيديو', file: 'ملف' },
  credit: 'المصدر',
  provenance: (agency, received, published) => [
    'ورد من ',
    agency,
    ' في ',
    received,
    '، ونُشر في ',
    published,
    ' دون تعديل.',
  ],
  agencyPage: 'هذا الخبر على موقع الوكالة',
  copyright: 'حقوق النشر',
  usageTerms: 'شروط الاستخدام',
  keywords: 'كلمات مفتاحية',
  subjects: 'الموضوعات',
  fingerprint: 'بصمة النص (SHA-256)',
  fingerprintNote: 'محسوبة من النص كما أرسلته الوكالة تمامًا. لو اختلف حرف واحد لاختلف هذا الرقم.',
  allVersions: (n) => (n === 1 ? 'سجل النسخ (نسخة واحدة)' : `قارن بين النسخ (${versions(n)})`),
  aboutStory: 'عن هذا الخبر',

  checkStory: 'افحص هذا الخبر',
  checkIntro: [
    'كل ما يراه الجمهور هنا، من نسخة وتصحيح وسحب، مدخل في سجل علني لا يستطيع أحد تغييره لاحقًا دون أن يظهر ذلك. لذلك يمكنك أن تفحص هل هذا النص هو الذي نُشر، وما حدث له بعد ذلك.',
    'إذا سمحت بالبرامج النصية فحصه متصفحك هنا خطوة خطوة. وإلا فخذ الملفات أدناه إلى صفحة الفحص.',
  ],
  checkFiles: 'للفحص',
  checkProof: 'إثبات هذا الخبر',
  checkRecord: 'قيد هذا الخبر',
  checkHistory: 'تاريخ هذا الخبر في السجل',
  checkLog: 'عن السجل',
  checkKey: 'مفتاح السجل',
  checkOffline: 'صفحة الفحص، للحفظ والاستخدام دون اتصال',
  checkLimits: 'لا تستطيع صفحة أن تشهد على ناشرها. من أراد اليقين استخدم صفحة فحص ومفتاحًا من مكان آخر.',

  versionsTitle: 'النسخ',
  versionsIntro: 'كل نسخة من هذا الخبر نُشرت هنا، الأحدث أولًا.',
  versionsOne: 'لهذا الخبر نسخة واحدة حتى الآن. عندما ترسل الوكالة نسخة أخرى تظهر الفروق هنا.',
  compareFrom: 'قارن',
  compareTo: 'مع',
  compare: 'أظهر الفروق',
  versionNumber: (n) => `النسخة ${n}`,
  agencyVersion: (version) => `نسخة الوكالة ${version}`,
  current: 'المعروضة الآن',
  earlierVersion: (from, until) => [
    'نسخة سابقة من هذا الخبر كما أرسلتها الوكالة. نُشرت هنا في ',
    from,
    '، وحلّت محلها نسخة أخرى في ',
    until,
    '.',
  ],
  differences: (from, to) => `من النسخة ${from} إلى النسخة ${to}`,
  differencesKey: 'الكلمات المشطوبة حُذفت، والكلمات المسطّرة أُضيفت.',
  added: 'أُضيف',
  removed: 'حُذف',
  same: 'كلمات النسختين متطابقة.',
  backToStory: 'العودة إلى الخبر',

  aboutTitle: 'كيف ننشر',
  aboutParagraphs: (site) => [
    `ينشر موقع ${site} أخبار وكالات الأنباء كما ترسلها الوكالات تمامًا. يخرج معظمها آليًا بعد ثوانٍ من وصوله وقبل أن يقرأه أحد هنا. في ذلك سرعة، وله ثمن: لم يتحقق منها أحد هنا أولًا. لذلك يذكر كل خبر بوضوح من قرأه.`,
  ],
  aboutLabelTitle: 'البيان',
  aboutLabelIntro:
    'يحمل كل خبر أحد سطرين. يستنتجه البرنامج من سجل ما حدث؛ لا يستطيع أحد كتابته، وهو ليس جزءًا من نص الوكالة أبدًا.',
  aboutLabelUnread: 'لم يقرأ أي محرر هنا هذه النسخة. إنها كلمة الوكالة وحدها.',
  aboutLabelRead: 'قرأ محرر هنا النسخة التي تراها وتركها كما هي.',
  aboutVerbatimTitle: 'دون تعديل',
  aboutVerbatim: [
    'يُقارَن النص الذي تقرؤه حرفًا بحرف بالنص الذي وصل. فإن اختلفا في أي شيء حُجز الخبر. الأخطاء الإملائية وعلامات التنصيص ومكان الخبر وتاريخه تبقى كما كتبتها الوكالة.',
    'تنسيق الحروف وحده لنا. تُترك الصور الخارجية والبرامج المضمّنة جانبًا كي لا يعرف طرف ثالث ما تقرأ، وتُذكر الصور في قائمة مع رابط.',
  ],
  aboutChangesTitle: 'التحديثات والتصحيحات',
  aboutChanges: [
    'عندما ترسل الوكالة نسخة جديدة تحل محل القديمة في العنوان نفسه. ويعرض سجل كل خبر جميع النسخ والفروق بين أي اثنتين منها.',
    'تُذكر الأوقات من الجانبين: متى تقول الوكالة إنها كتبت الخبر، ومتى وصل ونُشر هنا.',
  ],
  aboutPrivacyTitle: 'خصوصيتك',
  aboutPrivacy:
    'لا تضع هذه الصفحات ملفات تعريف ارتباط ولا تحمّل شيئًا من خوادم أخرى ولا تتعقبك. وهي تعمل دون برامج نصية.',
  aboutContactTitle: 'اتصل بنا',
  aboutAgenciesTitle: 'الوكالات',

  log,

  notFoundTitle: 'الصفحة غير موجودة',
  notFound: 'لا يوجد شيء في هذا العنوان. ربما كُتب خطأً، أو لم يُنشر الخبر هنا قط.',
  goneTitle: 'هذا الخبر غير متاح',
  gone: 'أُزيل الخبر الذي كان في هذا العنوان، وهو غير منشور حاليًا.',
  takenDownTitle: 'أُزيل هذا الخبر',
  takenDown: (time) => `أُزيل الخبر الذي كان على هذا العنوان في ${time}. ومُحي نصه من هنا.`,
  takenDownReason: 'السبب',
  takenDownReasons: {
    'court-order': 'بأمر قضائي',
    privacy: 'الخصوصية',
    defamation: 'التشهير',
    copyright: 'حقوق النشر',
    'agency-request': 'بطلب من الوكالة',
    other: 'سبب آخر',
  },
  takenDownReference: 'المرجع',
  takenDownProof: 'إثبات في السجل العام أنه نُشر ثم أُزيل',
  errorTitle: 'حدث خطأ ما',
  error: 'تعذّر إعداد الصفحة. الخطأ من جانبنا وقد سُجّل. يرجى المحاولة مجددًا بعد قليل.',
};

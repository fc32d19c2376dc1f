// The two lines of which one stands on every post, in the languages of the site's interface. They are written down a second time, as they
// are in src/publish/i18n, so that the checker knows them without asking the page; test/verify/labels.test.ts fails when the two differ.

export interface LabelLines {
  readonly language: string;
  readonly unread: string;
  /** What stands before and after the time. */
  readonly read: readonly [before: string, after: string];
}

export const LABELS: readonly LabelLines[] = [
  {
    language: 'en',
    unread:
      'This post has been auto-published from an agency feed without any modifications to the text and has not been reviewed by an editor',
    read: [
      'This post has been published from an agency feed without any modifications to the text and was read by an editor on ',
      '',
    ],
  },
  {
    language: 'hi',
    unread:
      'यह पोस्ट एजेंसी फ़ीड से पाठ में बिना किसी बदलाव के अपने-आप प्रकाशित हुई है और किसी संपादक ने इसकी समीक्षा नहीं की है',
    read: ['यह पोस्ट एजेंसी फ़ीड से पाठ में बिना किसी बदलाव के प्रकाशित हुई है और एक संपादक ने इसे ', ' को पढ़ा है'],
  },
  {
    language: 'ur',
    unread:
      'یہ پوسٹ ایجنسی کی فیڈ سے متن میں کسی تبدیلی کے بغیر خودکار طور پر شائع ہوئی ہے اور کسی مدیر نے اس کا جائزہ نہیں لیا ہے',
    read: [
      'یہ پوسٹ ایجنسی کی فیڈ سے متن میں کسی تبدیلی کے بغیر شائع ہوئی ہے اور ایک مدیر نے اسے ',
      ' کو پڑھا ہے',
    ],
  },
  {
    language: 'ar',
    unread: 'نُشرت هذه المادة آليًا من خدمة وكالة أنباء دون أي تعديل على النص ولم يراجعها أي محرر',
    read: ['نُشرت هذه المادة من خدمة وكالة أنباء دون أي تعديل على النص وقرأها محرر في ', ''],
  },
];

const LONGEST_TIME = 100;

/** What a label's line says, whatever its colour; `null` when it is neither line to the letter. */
export function labelSays(line: string): 'read' | 'unread' | null {
  for (const { unread, read } of LABELS) {
    if (line === unread) return 'unread';
    const [before, after] = read;
    const time = line.length - before.length - after.length;
    if (time > 0 && time <= LONGEST_TIME && line.startsWith(before) && line.endsWith(after)) return 'read';
  }
  return null;
}

// The two languages of names.

export type Language = 'zh' | 'en';

export const nameIn = (language: Language, named: { readonly zh: string; readonly en: string }): string =>
  named[language];

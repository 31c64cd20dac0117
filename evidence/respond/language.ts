/** Languages that the cover page and VERIFY.md can be in (BCP 47). What programs found stays in English in all of them. */
export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

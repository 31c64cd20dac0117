/** One kind of personal data that has no place in a log entry, and what it looks like. */
interface PersonalData {
  /** Part of the Terraform address, and value of the tag. */
  readonly key: string;
  readonly name: string;
  /** Regular expression. None of them fits lower-case hexadecimal digits, of which digests and ids are made. */
  readonly pattern: string;
}

/**
 * What the scanner looks for. Names, dates of birth and free text have no form of their own: that no field takes them is
 * the event's schema's work, and the client's.
 */
export const PERSONAL_DATA: readonly PersonalData[] = [
  {
    key: "email",
    name: "E-mail address",
    pattern: String.raw`[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63})+`,
  },
  {
    key: "iban",
    name: "Bank account (IBAN)",
    pattern: String.raw`\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b`,
  },
  {
    key: "payment_card",
    name: "Payment card, in groups of four",
    pattern: String.raw`\b(?:\d{4}[ -]){3}\d{4}\b`,
  },
  {
    key: "phone",
    name: "Telephone number with country code",
    pattern: String.raw`\+\d{1,3}(?:[ .-]?\d{2,4}){3,5}\b`,
  },
];

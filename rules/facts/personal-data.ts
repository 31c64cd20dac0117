/** What the scanner looks for in Art 12 log entries. Rules import no other room: a test holds these against the constructs. */

/** Tag of an entry in which it found something. */
export const PERSONAL_DATA_TAG = "compliance.art12_personal_data:true";

/** Fields of an entry that hold digests and ids: in their digits a pattern may find what is not there. */
export const DIGEST_FIELDS: readonly string[] = [
  "art12.entry_sha256",
  "art12.event.after",
  "art12.event.before",
  "art12.event.case_ref.digest",
  "art12.event.config.digest",
  "art12.event.emitter.prev",
  "art12.event.event_id",
  "art12.event.input.digest",
  "art12.event.model.artifact_sha256",
  "art12.event.model.run_id",
  "art12.event.output.explanation_ref",
  "art12.event.output.reference",
  "art12.event.oversight.overridden_event",
  "art12.event.oversight.reviewer",
  "art12.event.refers_to",
  "art12.event.trace_id",
];

/** SHA-256 of each pattern of personal data, by its kind. */
export const PERSONAL_DATA_PATTERNS: Readonly<Record<string, string>> = {
  email: "14e8653499dedd93d0bbd64fd7d5a59c88e473d066411f6ff30dc41e76ef4f4d",
  iban: "5e78415ef4891477e670f4a31dfbfd52cc3966eb8986b1427aabb39c93e7feed",
  payment_card: "e1d19e7c5d992444eb8979f6d6d2b4eabde0dfd0817d1361f98f171b277284b0",
  phone: "d0e0237a4e328e243cd067f79f97224eb976c563a098ceb3c471b1b39dfea541",
};

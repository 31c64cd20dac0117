/**
 * Tags that pipeline and scanner give a log. They are tags, because archives, indexes, metrics and restriction queries ask for tags:
 * an attribute of the same name matches none of them.
 */
export const MARKS = {
  /** An Art 12 log entry, or what says it is one. */
  art12: "compliance.art12",
  /** One in which a field is missing or wrong. It is archived like the others. */
  invalid: "compliance.art12_invalid",
  /** The first such field. */
  invalidField: "compliance.art12_invalid_field",
  /** One in which the scanner found what looks like personal data. */
  personalData: "compliance.art12_personal_data",
  /** What kind of personal data that is. */
  personalDataKind: "compliance.art12_personal_data_kind",
} as const;

/** Log search for every Art 12 log entry that has been through the pipeline. */
export const ART12_ENTRIES = `${MARKS.art12}:true`;

/**
 * What is taken for an Art 12 log entry: what has the tag, and what has the parts of an entry and lost the tag on its way
 * (an Agent, a collector), or carries it as an attribute, which no archive asks for. Whatever else it may be: what says
 * that it is evidence is archived, and marked where it is not.
 */
export const RECOGNISED = `${ART12_ENTRIES} OR @${MARKS.art12}:true OR @art12.entry:* OR @art12.event.type:*`;

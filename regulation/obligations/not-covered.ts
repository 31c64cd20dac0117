import type { ExcludedObligation } from "./obligation";

/** What the product does not do, each with the reason; to be printed in reports. */
export const NOT_COVERED: readonly ExcludedObligation[] = [
  {
    id: "log-remote-biometric-identification",
    provisions: ["Art12(3)", "Art14(5)"],
    dutyOf: "provider and deployer",
    text: "Remote biometric identification logs the matching input and the verifying persons.",
    status: "not covered",
    reason: "Hashes and pseudonyms do not satisfy it: such a system is refused by the config.",
  },
  {
    id: "process-special-categories",
    provisions: ["Art4a"],
    dutyOf: "provider and deployer",
    text: "Special categories of personal data are processed for bias detection under strict conditions only.",
    status: "not covered",
    reason:
      "Results by group are asked for; on what basis the groups are known is for the provider to document.",
  },
  {
    id: "hold-evidence",
    provisions: ["Art73(6)"],
    dutyOf: "provider",
    text: "The system is not altered in ways that affect a later evaluation before the authority is informed.",
    status: "not covered",
    reason:
      "Freezing a running system is outside the product; archived logs are locked, and an evidence hold keeps them beyond their time.",
  },
  {
    id: "correct-and-inform",
    provisions: ["Art20"],
    dutyOf: "provider",
    text: "A system that falls short is corrected, disabled or recalled, and others are informed.",
    status: "not covered",
    reason: "A decision of persons, outside the product.",
  },
  {
    id: "assign-and-inform-persons",
    provisions: ["Art26(2)", "Art26(7)", "Art26(11)"],
    dutyOf: "deployer",
    text: "Oversight persons are assigned and trained; workers and affected persons are informed.",
    status: "not covered",
    reason: "Organisation of the deployer, outside the product.",
  },
  {
    id: "assess-fundamental-rights",
    provisions: ["Art27"],
    dutyOf: "deployer",
    text: "The impact on fundamental rights is assessed before first use.",
    status: "not covered",
    reason: "An assessment by the deployer, outside the product.",
  },
  {
    id: "declare-and-register",
    provisions: ["Art47", "Art49"],
    dutyOf: "provider",
    text: "The declaration of conformity is drawn up and the system registered.",
    status: "not covered",
    reason: "The config holds their references; drawing them up is the provider's act.",
  },
  {
    id: "keep-confidential",
    provisions: ["Art78"],
    dutyOf: "authority",
    text: "Authorities keep what they receive confidential.",
    status: "not covered",
    reason: "A duty of the authority.",
  },
  {
    id: "treat-older-systems",
    provisions: ["Art111(2)"],
    dutyOf: "provider and deployer",
    text: "Older systems come under the Act at a significant change of design.",
    status: "not covered",
    reason: "Whether a change is significant is for counsel to say.",
  },
  {
    id: "general-purpose-models",
    provisions: ["ChapterV"],
    dutyOf: "none",
    text: "Providers of general-purpose models have duties of their own.",
    status: "not covered",
    reason: "Chapter V not covered: the event names the upstream model and its version, no more.",
  },
];

import { aiAct, amended } from "../provision";
import type { ProvisionText } from "../provision";

const PART = "Chapter III, Sections 1 to 3";

/** What a high-risk system has to be like: classification, and Chapter III, Section 2. */
export const REQUIREMENTS = [
  {
    id: "Art3(23)",
    title: "Substantial modification",
    summary:
      "A change after the placing on the market or putting into service that the initial conformity assessment did not " +
      "foresee, and that affects whether the requirements are met or changes the intended purpose.",
    dutyOf: "none",
    part: "Chapter I",
    source: aiAct("Article 3(23)"),
  },
  {
    id: "Art4a",
    title: "Special categories of personal data for bias detection and correction",
    summary:
      "Under strict conditions, special categories of personal data may be processed to find and correct bias; " +
      "this was Article 10(5) before.",
    dutyOf: "provider and deployer",
    part: "Chapter I",
    source: aiAct("Article 4a"),
    amended: amended("Article 4a inserted, Article 10(5) deleted."),
  },
  {
    id: "Art6(3)",
    title: "Exemption from high-risk",
    summary:
      "A system of Annex III without significant risk, such as one for a narrow procedural task, is not high-risk if the " +
      "provider documents that assessment; a system that profiles persons always is.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 6(3) and (4)"),
  },
  {
    id: "Art9",
    title: "Risk management system",
    summary: "A documented process over the whole lifecycle that finds, rates and reduces risks.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 9"),
  },
  {
    id: "Art9(8)",
    title: "Testing against prior defined metrics and thresholds",
    summary:
      "Tests judge against metrics and probabilistic thresholds defined beforehand: a threshold has to be older than " +
      "the run it judges.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 9(8)"),
  },
  {
    id: "Art10",
    title: "Data and data governance",
    summary: "Training, validation and test sets come under data governance suited to the intended purpose.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 10"),
    amended: amended("Article 10(1) and (6) replaced, Article 10(5) moved to Article 4a."),
  },
  {
    id: "Art11(1)",
    title: "Technical documentation",
    summary:
      "Drawn up before the system is placed on the market or put into service with at least the content of Annex IV; kept " +
      "up to date.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 11(1)"),
    amended: amended("Article 11(1), second subparagraph: simplified form for small and mid-cap companies."),
  },
  {
    id: "AnnexIV",
    title: "Content of the technical documentation",
    summary: "Nine points, from the general description (1) to the post-market monitoring plan (9).",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Annex IV"),
  },
  {
    id: "Art12",
    title: "Record-keeping",
    summary: "The system itself records events automatically over its lifetime.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 12"),
  },
  {
    id: "Art12(1)",
    title: "Automatic recording of events",
    summary:
      "A capability of the system: it allows events to be recorded automatically over its lifetime. No retention " +
      "period stands here.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 12(1)"),
  },
  {
    id: "Art12(2)",
    title: "Purposes of the log",
    summary:
      "Events are recorded for three purposes: risks and substantial modification, post-market monitoring, monitoring " +
      "by the deployer. Outside Article 12(3) no minimum content is laid down.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 12(2)"),
  },
  {
    id: "Art12(3)",
    title: "Minimum log of remote biometric identification",
    summary:
      "Only for Annex III point 1(a): start and end of each use, reference database, the input data that matched, " +
      "identification of the persons who verified the result. A hash and a pseudonym do not satisfy this.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 12(3)"),
  },
  {
    id: "Art13(3)(f)",
    title: "Instructions for collecting, storing and interpreting logs",
    summary: "The instructions for use tell deployers how to collect, store and interpret the logs.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 13(3)(f)"),
  },
  {
    id: "Art14",
    title: "Human oversight",
    summary:
      "Persons oversee the system while it is in use: understand it, do not over-rely on it, interpret, override and " +
      "stop it. Approving a release is not human oversight.",
    dutyOf: "provider and deployer",
    part: PART,
    source: aiAct("Article 14"),
  },
  {
    id: "Art14(5)",
    title: "Verification by two persons",
    summary:
      "Only for Annex III point 1(a): an identification is verified and confirmed by two persons before it is used.",
    dutyOf: "deployer",
    part: PART,
    source: aiAct("Article 14(5)"),
  },
  {
    id: "Art15",
    title: "Accuracy, robustness and cybersecurity",
    summary: "Levels suited to the purpose, kept throughout the lifecycle.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 15"),
  },
  {
    id: "Art15(3)",
    title: "Declared accuracy",
    summary:
      "Accuracy levels and metrics are declared in the instructions for use: thresholds of a release have to match " +
      "what is declared.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 15(3)"),
  },
] as const satisfies readonly ProvisionText[];

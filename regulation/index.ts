/**
 * The law as data: Regulation (EU) 2024/1689 as the product needs it, each fact with status, source and date read.
 * Nothing about the law is written anywhere else. Imports nothing of the other rooms.
 */
export { ANNEX_III, annexIiiPoint } from "./annex-iii";
export type { AnnexIiiPoint, ConformityRoute } from "./annex-iii";
export { ANNEX_IV, ANNEX_IV_ALIASES, annexIvSection } from "./annex-iv";
export type { AnnexIvAlias, AnnexIvSection } from "./annex-iv";
export { provision, PROVISIONS } from "./articles";
export type { ProvisionId } from "./articles/all";
export { DATA_PROTECTION_FACTS } from "./data-protection";
export { APPLICATION_DATES, applicationDate, LEGACY_SYSTEMS } from "./dates";
export type { ApplicationDate, ClassOfSystem } from "./dates";
export { DOCUMENT_ELEMENTS, REQUIREMENTS_OF_THE_SYSTEM } from "./document-elements";
export type { AskedElement } from "./document-elements";
export { FINANCIAL_DEROGATIONS } from "./financial";
export type { FinancialDerogation } from "./financial";
export { FORBIDDEN_PHRASES, forbiddenWordsIn } from "./forbidden-words";
export type { ForbiddenPhrase, ForbiddenUse } from "./forbidden-words";
export { GENERAL_PURPOSE_MODELS } from "./gpai";
export { INCIDENT_DEADLINES, INCIDENT_RULES, latestReports } from "./incidents";
export type { IncidentDeadline, IncidentKind } from "./incidents";
export { LOG_PURPOSES } from "./log-purposes";
export type { LogPurpose } from "./log-purposes";
export { OBLIGATIONS } from "./obligations";
export { NOT_COVERED } from "./obligations/not-covered";
export type { ExcludedObligation, Obligation, ProductPart, ServedObligation } from "./obligations/obligation";
export { DATE_READ } from "./provision";
export type { Amendment, DutyOf, PartOfTheAct, Provision, Source, Status } from "./provision";
export { RegulationReferenceError } from "./reference-error";
export { DOCUMENTATION_RETENTION, documentationRetainUntil, EVIDENCE_HOLD, LOG_RETENTION } from "./retention";
export { LOGGING_TERMS, STANDARDS } from "./standards";
export type { Standard } from "./standards";

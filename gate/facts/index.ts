/** What MLflow knows of a version, read through the gate's own connection, and the digests by which it is known again. */
export { errorIn, get, type MlflowError } from "./ask";
export { approvalKeyOf, evidenceDigest, evidenceParts, partDigests } from "./evidence";
export { ifThere } from "./if-there";
export { LoggedModelAnswer, RunAnswer, VersionAnswer } from "./mlflow-forms";
export {
  readFacts,
  readIdentity,
  targetsOf,
  type Identity,
  type MlflowFacts,
  type VersionId,
} from "./read-facts";
export { readLoggedModel, readRunFacts } from "./read-run";
export { servedFrom } from "./served";

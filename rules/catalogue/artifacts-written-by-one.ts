import { artifactBuckets } from "../facts/stores";
import { deniedToOthers } from "../families/denial";

export const artifactsWrittenByOne = deniedToOthers({
  id: "artifacts-written-by-one",
  duties: ["Art17(1)", "Art15"],
  title: "Artifacts are put by MLflow's role alone",
  why: "Whoever else may put one may replace a model behind the gate's back.",
  fix: "Deny s3:PutObject to everyone whose aws:PrincipalArn is not MLflow's task role or the break-glass role.",
  subjects: artifactBuckets,
  actions: ["s3:PutObject"],
  on: "objects",
});

import { containersOf, optionsOf, programOf, tasksWith } from "../facts/containers";
import { holds, judging } from "../rule";

export const mlflowUnreachable = judging({
  id: "mlflow-unreachable",
  duties: ["Art12", "Art17(1)"],
  title: "MLflow listens to the programs of its own task alone",
  why: "MLflow lets whoever reaches it move an alias, without a word about who or when: past the gate nothing is decided on and nothing recorded.",
  fix: "Start MLflow with --host 127.0.0.1 and give its container no port mappings.",
  subjects: (set) => tasksWith(set, "mlflow"),
  judge(task) {
    const wrong = containersOf(task)
      .filter((each) => programOf(each) === "mlflow")
      .flatMap((mlflow) => [
        ...(optionsOf(mlflow).get("--host") === "127.0.0.1" ? [] : ["it listens on other addresses"]),
        ...((mlflow.portMappings ?? []).length === 0 ? [] : ["its port is mapped"]),
      ]);
    return holds(wrong.length === 0, "reached on 127.0.0.1 alone", wrong.join("; "));
  },
});

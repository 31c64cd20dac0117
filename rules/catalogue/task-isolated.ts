import { taskDefinitions } from "../facts/containers";
import { all, blocks, text, texts } from "../reading";
import { holds, judging } from "../rule";

export const taskIsolated = judging({
  id: "task-isolated",
  duties: ["Art12", "Art15", "Art78"],
  title: "Every task is alone on its machine and in its network",
  why: "MLflow trusts whoever reaches it on 127.0.0.1: on a shared machine or network that is anybody.",
  fix: "Use FARGATE with network_mode awsvpc, volumes of the task's own, and no pid_mode or ipc_mode.",
  subjects: taskDefinitions,
  judge(task) {
    const shared = blocks(task, "volume").filter((volume) =>
      ["host_path", "efs_volume_configuration", "docker_volume_configuration"].some((key) => {
        const [value] = all(volume, key);
        return value !== undefined && value !== "";
      }),
    );
    const wrong = [
      ...(texts(task, "requires_compatibilities").join() === "FARGATE" ? [] : ["not on Fargate alone"]),
      ...(text(task, "network_mode") === "awsvpc" ? [] : ["no network of its own"]),
      ...((text(task, "pid_mode") ?? "") === "" ? [] : ["shares processes"]),
      ...((text(task, "ipc_mode") ?? "") === "" ? [] : ["shares memory"]),
      ...(blocks(task, "proxy_configuration").length === 0 ? [] : ["a proxy takes its connections"]),
      ...(shared.length > 0 ? ["a volume that others have, too"] : []),
    ];
    return holds(wrong.length === 0, "alone on Fargate", wrong.join("; "));
  },
});

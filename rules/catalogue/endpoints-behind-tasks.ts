import { reachedBy } from "../families/reach";

const HTTPS = 443;

export const endpointsBehindTasks = reachedBy({
  id: "endpoints-behind-tasks",
  duties: ["Art15", "Art78"],
  title: "Tasks alone use the endpoints of AWS services",
  why: "Another way into the network's endpoints is another way to secrets and keys.",
  fix: "Let the endpoints' security group take connections from the groups of service and jobs, on port 443, and nothing else.",
  part: "endpoint",
  from: ["service", "job"],
  port: () => HTTPS,
});

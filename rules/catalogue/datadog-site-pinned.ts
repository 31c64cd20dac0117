import { undeclared } from "../facts/stacks";
import { any } from "../reading";
import type { ResourceSet } from "../resource-set";
import { holds, judging } from "../rule";

export const datadogSitePinned = judging({
  id: "datadog-site-pinned",
  duties: ["Art12", "Art17(1)"],
  title: "A stack is deployed to its own Datadog site only",
  why: "Without the site, Terraform makes archive and monitors at Datadog's first site, where no log entry of ours ever comes.",
  fix: "Set api_url of the provider.",
  subjects: (set) => set.stacks.filter(({ name }) => usesDatadog(set, name)),
  judge(stack, set) {
    if (stack.from === "state") return undeclared(set, stack.name);
    const own = Object.entries(stack.providers).filter(([name]) => name.split(".")[0] === "datadog");
    const open = own.filter(([, values]) => !any({ address: stack.address, values }, "api_url"));
    return holds(own.length > 0 && open.length === 0, "the site is named", "any site is accepted");
  },
});

const usesDatadog = (set: ResourceSet, stack: string): boolean =>
  set.inStack(stack).some(({ mode, type }) => mode === "managed" && type.startsWith("datadog_"));

import { judging, holds } from "../rule";

export const defaultGroupDeclared = judging({
  id: "default-group-declared",
  duties: ["Art15"],
  title: "The default security group of each network is declared",
  why: "AWS makes it with a rule that lets all its members speak with each other, and out to everywhere.",
  fix: "Add an aws_default_security_group of the network, without rules.",
  subjects: (set) => set.ofType("aws_vpc"),
  judge(vpc, set) {
    const { by } = set.pointing("aws_default_security_group", "vpc_id", "aws_vpc");
    return holds(by.has(vpc.address), "it is declared", "it is as AWS made it");
  },
});

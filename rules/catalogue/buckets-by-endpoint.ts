import { s3Endpoints } from "../facts/endpoints";
import { allNamed } from "../facts/named";
import { leadsToNat, routesOf } from "../facts/subnets";
import { all } from "../reading";
import { holds, judging, notApplicable } from "../rule";

export const bucketsByEndpoint = judging({
  id: "buckets-by-endpoint",
  duties: ["Art15", "Art78"],
  title: "S3 is reached from private subnets by an endpoint alone",
  why: "The endpoint's policy names the buckets; past it, data goes into any bucket of the world.",
  fix: "Name the route table in the route_table_ids of the endpoint for S3.",
  subjects: (set) => set.ofType("aws_route_table"),
  judge(table, set) {
    if (!routesOf(set, table).some(leadsToNat)) return notApplicable("its subnets are not private ones");
    const named = s3Endpoints(set).some((endpoint) =>
      allNamed(set, "aws_route_table", all(endpoint, "route_table_ids"), endpoint).includes(table),
    );
    return holds(named, "by the endpoint", "requests to S3 take the way to the internet");
  },
});

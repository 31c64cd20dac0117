import { Construct } from "constructs";
import { GATE_PORT, POSTGRES_PORT, type Network, type PartProps } from "../parts";
import { SecurityGroup } from "./security-group";

export interface SecurityGroupsProps extends PartProps {
  readonly vpcId: string;
}

const HTTPS = 443;

/**
 * One security group a part, and each way between them as two rules: out of the one, into the other. All else is refused;
 * MLflow's own port is in none of them.
 */
export class SecurityGroups extends Construct {
  readonly service: SecurityGroup;
  readonly jobs: SecurityGroup;
  private readonly loadBalancer: SecurityGroup;
  private readonly database: SecurityGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SecurityGroupsProps,
  ) {
    super(scope, id);
    this.loadBalancer = this.createGroup("load-balancer", "Load balancer of MLflow, for the allowed ranges");
    this.service = this.createGroup("service", "Gate and MLflow, for the load balancer alone");
    this.jobs = this.createGroup("jobs", "Scheduled jobs, for nobody");
    this.database = this.createGroup("database", "Database of MLflow and the gate, for tasks alone");
    this.openLoadBalancer();
    this.openDatabase();
    for (const group of [this.service, this.jobs]) {
      // Identity provider, Datadog and AWS: addresses that change, and that nobody knows beforehand.
      const anywhere = { key: "https", description: "Identity provider, Datadog, AWS", cidr: "0.0.0.0/0" };
      group.letOut(anywhere, HTTPS);
    }
  }

  get ids(): Network["securityGroupIds"] {
    const { loadBalancer, service, jobs, database } = this;
    return {
      loadBalancer: loadBalancer.groupId,
      service: service.groupId,
      jobs: jobs.groupId,
      database: database.groupId,
    };
  }

  private openLoadBalancer(): void {
    const { loadBalancer, service } = this;
    for (const cidr of this.props.service.allowedCidrs) {
      // The range is the id: taking one out of the list must not move the others.
      const key = cidr.replace(/[^0-9]+/g, "_");
      loadBalancer.letIn({ key, description: "People and clients, who sign in at the gate", cidr }, HTTPS);
    }
    loadBalancer.letOut({ key: "service", description: "The gate", group: service }, GATE_PORT);
    service.letIn({ key: "load_balancer", description: "The load balancer", group: loadBalancer }, GATE_PORT);
  }

  private openDatabase(): void {
    const { service, jobs, database } = this;
    const to = { key: "database", description: "The database", group: database };
    service.letOut(to, POSTGRES_PORT);
    jobs.letOut(to, POSTGRES_PORT);
    database.letIn({ key: "service", description: "Gate and MLflow", group: service }, POSTGRES_PORT);
    database.letIn({ key: "jobs", description: "Scheduled jobs", group: jobs }, POSTGRES_PORT);
  }

  private createGroup(part: string, description: string): SecurityGroup {
    const { environment, vpcId } = this.props;
    return new SecurityGroup(this, part, { environment, vpcId, part, description });
  }
}

/**
 * Seconds a connection may lie still before MLflow's load balancer ends it. MLflow answers an upload only when S3 has all of
 * it, some minutes for 5 GiB. Who stands behind the balancer keeps connections longer, or it would send on one that is
 * being closed.
 */
export const LOAD_BALANCER_IDLE_SECONDS = 600;

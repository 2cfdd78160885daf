/** `namespace/name` of the Gateway for which everything of a dedicated ingress stands. */
export const dedicatedToAnnotation = "lamia.dev/gateway";

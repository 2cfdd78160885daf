/** What gateways are for, on their list and on what stands for it. */
export const gatewayDescription =
  "Where traffic enters, for which hosts, and how far each Secured Host has come.";

/** What Destination Rules are for, on their list and on what stands for it. */
export const destinationRuleDescription = "The versions behind a service, named as subsets.";

/** What Virtual Services are for, on their list and on what stands for it. */
export const virtualServiceDescription =
  "Which requests go to which service: by host, path and headers, shared among versions by weight.";

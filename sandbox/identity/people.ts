/** Who has an account at the sandbox's OIDC provider. */
export interface Person {
  id: string;
  name: string;
  email: string;
  groups: string[];
}

export const people: readonly Person[] = [
  { id: "u-1001", name: "Nora Platform", email: "nora@democluster.net", groups: ["platform", "everyone"] },
  { id: "u-1002", name: "Sam Shop", email: "sam@democluster.net", groups: ["shop-team", "everyone"] },
  { id: "u-1003", name: "Gil Guest", email: "gil@democluster.net", groups: [] },
];

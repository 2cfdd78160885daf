"use client";
export function NewGateway({ virtualCluster }: { virtualCluster: string }) {
  return <p>{virtualCluster}</p>;
}

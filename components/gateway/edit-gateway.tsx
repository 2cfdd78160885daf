"use client";
export function EditGateway({ virtualCluster, name }: { virtualCluster: string; name: string }) {
  return (
    <p>
      {virtualCluster}
      {name}
    </p>
  );
}

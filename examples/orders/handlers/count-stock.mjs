import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

const products = new DynamoDBClient();

/** Counts the products of the catalog. */
export async function handler() {
  const { Count } = await products.send(new ScanCommand({ TableName: process.env.PRODUCTS, Select: 'COUNT' }));
  return { products: Count };
}

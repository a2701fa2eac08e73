import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

const products = new DynamoDBClient();

/** Shows the first hundred products. */
export async function handler() {
  const { Items } = await products.send(new ScanCommand({ TableName: process.env.PRODUCTS, Limit: 100 }));
  return { statusCode: 200, body: JSON.stringify(Items.map(({ sku, name, price }) => ({ sku: sku.S, name: name?.S, price: price?.N }))) };
}

import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import pg from 'pg';

const PAYMENTS = 'https://payments.example.com/v1/charges';

const secrets = new SecretsManagerClient();
const receipts = new S3Client();
let pool;

/** Takes an order: charges the customer, then writes the order and its receipt. */
export async function handler(event) {
  const order = JSON.parse(event.body);
  const charge = await pay(order);
  const orders = await database();
  const { rows } = await orders.query('INSERT INTO orders (sku, amount, charge) VALUES ($1, $2, $3) RETURNING id', [order.sku, order.amount, charge.id]);
  const receipt = { id: rows[0].id, ...order, charge: charge.id };
  await receipts.send(new PutObjectCommand({ Bucket: process.env.RECEIPTS, Key: `${receipt.id}.json`, Body: JSON.stringify(receipt) }));
  return { statusCode: 201, body: JSON.stringify(receipt) };
}

async function pay(order) {
  const key = await secret(process.env.PAYMENT_KEY);
  const response = await fetch(PAYMENTS, {
    method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify({ amount: order.amount }),
  });
  if (!response.ok) {
    throw new Error(`the payment provider answered ${response.status}`);
  }
  return response.json();
}

/** One pool for each execution environment, opened with the first order. */
async function database() {
  if (pool === undefined) {
    const { host, port, username, password, dbname } = JSON.parse(await secret(process.env.DATABASE_SECRET));
    pool = new pg.Pool({ host, port, user: username, password, database: dbname, ssl: true, max: 1 });
  }
  return pool;
}

async function secret(id) {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: id }));
  return SecretString;
}

import type { App } from 'aws-cdk-lib';
import { NetworkStack } from './network-stack';
import { OrdersStack } from './orders-stack';

/** The application: a network that many services could share, and one service in it. */
export function defineOrders(app: App): { readonly networkStack: NetworkStack; readonly ordersStack: OrdersStack } {
  const networkStack = new NetworkStack(app, 'OrdersNetwork');
  const ordersStack = new OrdersStack(app, 'Orders', { network: networkStack.network });
  return { networkStack, ordersStack };
}

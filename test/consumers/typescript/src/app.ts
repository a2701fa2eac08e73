import { App } from 'aws-cdk-lib';
import { GuardrailStack } from './guardrail-stack';
import { NetworkStack } from './network-stack';
import { OrdersStack } from './orders-stack';

const app = new App();
const { network } = new NetworkStack(app, 'OrdersNetwork');
new OrdersStack(app, 'Orders', { network, warehouse: app.node.tryGetContext('warehouse') as string | undefined });
new GuardrailStack(app, 'OrdersGuardrail', { network });
app.synth();

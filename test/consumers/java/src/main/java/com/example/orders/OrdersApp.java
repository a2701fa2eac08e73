package com.example.orders;

import io.github.cdklambdanetwork.PrivateLambdaNetwork;
import software.amazon.awscdk.App;

/** The application: a network that many services could share, one service in it, and a guardrail around it. */
public final class OrdersApp {
    private OrdersApp() {}

    public static void main(final String[] args) {
        final App app = new App();
        final PrivateLambdaNetwork network = new NetworkStack(app, "OrdersNetwork").getNetwork();
        new OrdersStack(app, "Orders", network, (String) app.getNode().tryGetContext("warehouse"));
        new GuardrailStack(app, "OrdersGuardrail", network);
        app.synth();
    }
}

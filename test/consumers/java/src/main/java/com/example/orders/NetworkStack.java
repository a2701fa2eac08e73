package com.example.orders;

import io.github.cdklambdanetwork.Egress;
import io.github.cdklambdanetwork.PrivateLambdaNetwork;
import io.github.cdklambdanetwork.Zones;
import software.amazon.awscdk.Stack;
import software.constructs.Construct;

/** The network, deployed on its own: it changes rarely and is shared. */
public final class NetworkStack extends Stack {
    private static final int ZONES = 2;

    private final PrivateLambdaNetwork network;

    public NetworkStack(final Construct scope, final String id) {
        this(scope, id, ZONES);
    }

    public NetworkStack(final Construct scope, final String id, final int zones) {
        super(scope, id);
        this.network = PrivateLambdaNetwork.Builder.create(this, "Network")
            .zones(Zones.count(zones))
            .egress(Egress.natGateways())
            .build();
    }

    public PrivateLambdaNetwork getNetwork() {
        return network;
    }
}

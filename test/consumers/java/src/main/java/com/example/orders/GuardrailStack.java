package com.example.orders;

import io.github.cdklambdanetwork.GuardedVpcSettings;
import io.github.cdklambdanetwork.LambdaVpcDeployerPolicy;
import io.github.cdklambdanetwork.LambdaVpcGuardrail;
import io.github.cdklambdanetwork.LambdaVpcGuardrailOptions;
import io.github.cdklambdanetwork.PrivateLambdaNetwork;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/** Developers may deploy functions into the network, and nowhere else. */
public final class GuardrailStack extends Stack {
    public GuardrailStack(final Construct scope, final String id, final PrivateLambdaNetwork network) {
        super(scope, id);
        final Role developers = Role.Builder.create(this, "Developers").assumedBy(new AccountRootPrincipal()).build();
        final LambdaVpcGuardrail guardrail = LambdaVpcGuardrail.combine(
            LambdaVpcGuardrail.allowOnlyNetwork(network, LambdaVpcGuardrailOptions.builder()
                .exemptFunctionNames(List.of("OrdersNetwork-*"))
                .build()),
            LambdaVpcGuardrail.deny(GuardedVpcSettings.builder()
                .securityGroupIds(List.of("sg-0123456789abcdef0"))
                .build()));
        developers.addManagedPolicy(guardrail.toManagedPolicy(this, "OnlyInNetwork"));
        LambdaVpcDeployerPolicy.Builder.create(this, "DeployToVpc").roles(List.of(developers)).build();
    }
}

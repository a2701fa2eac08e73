package com.example.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.cdklambdanetwork.PrivateLambdaNetwork;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

class OrdersTest {
    private final App app = new App();

    @Test
    void everyFunctionIsInTheNetwork() {
        final PrivateLambdaNetwork network = new NetworkStack(app, "OrdersNetwork").getNetwork();
        final Template template = Template.fromStack(new OrdersStack(app, "Orders", network, null));
        template.resourceCountIs("AWS::Lambda::Function", 4);
        template.allResourcesProperties("AWS::Lambda::Function", Map.of(
            "VpcConfig", Map.of("SubnetIds", Match.anyValue(), "SecurityGroupIds", Match.anyValue())));
        assertEquals(3 * 2, network.getNetworkInterfaceCount().intValue());
    }

    @Test
    void theGuardrailDeniesAndThePolicyOfDeployersAllows() {
        final PrivateLambdaNetwork network = new NetworkStack(app, "OrdersNetwork").getNetwork();
        Template.fromStack(new GuardrailStack(app, "OrdersGuardrail", network)).resourceCountIs("AWS::IAM::ManagedPolicy", 2);
    }

    @Test
    void aMistakeArrivesWithTheCodeThatTheDocumentationExplains() {
        final RuntimeException mistake = assertThrows(RuntimeException.class, () -> new NetworkStack(app, "OrdersNetwork", 0));
        assertTrue(mistake.getMessage().contains("[ZONE_COUNT]"), mistake.getMessage());
    }
}

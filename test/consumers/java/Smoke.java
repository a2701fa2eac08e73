import io.github.cdklambdanetwork.Destination;
import io.github.cdklambdanetwork.GuardedVpcSettings;
import io.github.cdklambdanetwork.LambdaVpcGuardrail;
import io.github.cdklambdanetwork.PrivateLambdaNetwork;
import io.github.cdklambdanetwork.VpcConnectedFunction;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Runtime;

/** The ten-line example, in Java: a function in a network, that may talk to the internet. Then what docs/guides/guardrails.md shows. */
public final class Smoke {
  private Smoke() {}

  public static void main(final String[] args) {
    final Stack stack = new Stack(new App(), "Shop");
    final PrivateLambdaNetwork network = new PrivateLambdaNetwork(stack, "Network");
    VpcConnectedFunction.Builder.create(stack, "Orders")
        .network(network)
        .runtime(Runtime.NODEJS_22_X)
        .handler("index.handler")
        .code(Code.fromInline("exports.handler = async () => {}"))
        .destinations(List.of(Destination.internet()))
        .build();

    final Role developers = Role.Builder.create(stack, "Developers").assumedBy(new AccountRootPrincipal()).build();
    LambdaVpcGuardrail guardrail = LambdaVpcGuardrail.combine(
        LambdaVpcGuardrail.allowOnly(GuardedVpcSettings.builder()
            .vpcs(List.of(network.getVpc()))
            .subnets(network.getFunctionSubnets())
            .build()),
        LambdaVpcGuardrail.deny(GuardedVpcSettings.builder()
            .securityGroupIds(List.of("sg-0123456789abcdef0"))
            .build()));
    developers.addManagedPolicy(guardrail.toManagedPolicy(stack, "OnlyInNetwork"));

    final Template template = Template.fromStack(stack);
    template.hasResourceProperties("AWS::Lambda::Function", Map.of(
        "Handler", "index.handler",
        "VpcConfig", Map.of("SubnetIds", Match.anyValue(), "SecurityGroupIds", Match.anyValue())));
    template.resourceCountIs("AWS::IAM::ManagedPolicy", 1);
    System.out.println("java: " + ((Map<?, ?>) template.toJSON().get("Resources")).size() + " resources");
  }
}

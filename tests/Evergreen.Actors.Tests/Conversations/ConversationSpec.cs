using Akka.Actor;
using Evergreen.Actors.Conversations;
using Evergreen.Actors.Hosting;
using Evergreen.Actors.Models;
using Evergreen.Actors.Runs;
using Evergreen.Actors.Tracing;
using Evergreen.Insights.Transcripts;
using Evergreen.Testing;
using Evergreen.Tools.Catalog;
using Microsoft.Extensions.AI;
using static Evergreen.Actors.Conversations.ConversationProtocol;

namespace Evergreen.Actors.Tests.Conversations;

/// <summary>One conversation from its beginning to its ending on disk.</summary>
public abstract class ConversationSpec : AgentSpec
{
    private readonly ScriptedModel _agent = new();
    private readonly ScriptedModel _customer = new();
    private readonly FakeToolbox _toolbox = new FakeToolbox().Read("lookup_order").Action("process_refund");

    protected ConversationSpec(string hocon)
        : base(hocon) => (Agent, Customer, Shop) = (_agent, _customer, _toolbox);

    [Fact]
    public void It_is_over_when_every_scripted_line_was_answered()
    {
        Plan = Some.Plan(Some.Scenario("shipping-01", "It is ORD-4002.", "Thanks."));
        _agent.Says("Which order?").Says("It is on its way.").Says("You are welcome.");

        var record = Play();

        Assert.Equal((Ending.Completed, 3), (record.Ending, record.Turns));
        Assert.Equal(
            ["user: Where is my parcel?", "assistant: Which order?", "user: It is ORD-4002.", "assistant: It is on its way.", "user: Thanks.", "assistant: You are welcome."],
            record.Messages.Select(message => $"{message.Role}: {message.Content}"));
        Assert.Equal(new Usage(3, 300, 30), record.Usage);
    }

    [Fact]
    public void Results_reach_the_model_in_the_order_it_asked_whatever_the_order_they_arrive_in()
    {
        _toolbox.Hanging("slow").Hanging("quick");
        _agent.AsksFor(("a", "slow", []), ("b", "quick", [])).Says("Done.");

        Begin();
        _toolbox.Owed[1].SetResult(new ToolResponse(200, "\"quick\""));
        _toolbox.Owed[0].SetResult(new ToolResponse(200, "\"slow\""));

        var record = Ended();
        Assert.Equal(["a: \"slow\"", "b: \"quick\""], record.Messages.Where(m => m.Role == "tool").Select(m => $"{m.ToolCallId}: {m.Content}"));
        Assert.Equal(["slow", "quick"], record.ToolCalls.Select(call => call.Name));
    }

    [Fact]
    public void The_model_sees_an_error_result_and_goes_on()
    {
        _agent.AsksFor("a", "no_such_tool").Says("I cannot look that up.");

        var record = Play();

        Assert.Equal(Ending.Completed, record.Ending);
        Assert.Equal(404, record.ToolCalls.Single().Status);
    }

    [Fact]
    public void After_five_rounds_of_tools_the_model_is_asked_for_words_only()
    {
        for (var round = 1; round <= 5; round++)
        {
            _agent.AsksFor($"call_{round}", "lookup_order");
        }

        _agent.Says("That is all I know.");

        var record = Play();

        Assert.Equal((Ending.Completed, 5), (record.Ending, record.ToolCalls.Count));
        Assert.All(_agent.Calls.SkipLast(1), call => Assert.Equal(ChatToolMode.Auto, call.Options.ToolMode));
        Assert.Equal(ChatToolMode.None, _agent.Calls[^1].Options.ToolMode);
    }

    [Fact]
    public void A_model_that_still_asks_for_tools_then_has_hit_the_limit()
    {
        for (var round = 1; round <= 6; round++)
        {
            _agent.AsksFor($"call_{round}", "lookup_order");
        }

        Assert.Equal(Ending.LimitHit, Play().Ending);
    }

    [Fact]
    public void A_ticket_makes_it_an_escalated_one()
    {
        _toolbox.Action("escalate_to_human").Changed("support_tickets");
        _agent.AsksFor("a", "escalate_to_human").Says("A colleague will write to you.");

        Assert.Equal(Ending.Escalated, Play().Ending);
    }

    [Fact]
    public void A_call_id_the_model_uses_twice_is_made_unique_so_that_two_refunds_have_two_keys()
    {
        Plan = Some.Plan(Some.Scenario("shipping-01", "Again, please."));
        _agent.AsksFor("call_1", "process_refund").Says("Refunded.").AsksFor("call_1", "process_refund").Says("Refunded.");

        Play();

        Assert.Equal(["shipping-01.1/call_1", "shipping-01.1/call_1_2"], _toolbox.Keys);
    }

    [Fact]
    public void A_generated_line_is_written_by_the_customers_model_with_the_roles_turned_round()
    {
        Plan = Plan with { ExtraTurns = new ExtraTurns(1) };
        _agent.Says("Which order?").Says("It is on its way.");
        _customer.Says("ORD-4002, and hurry.");

        var record = Play();

        Assert.Equal((Ending.Completed, 2), (record.Ending, record.Turns));
        Assert.Equal("ORD-4002, and hurry.", record.Messages[2].Content);
        var seen = _customer.Calls.Single();
        Assert.Equal(["system", "assistant", "user"], seen.Messages.Select(message => message.Role.Value));
        Assert.Null(seen.Options.Tools);
        Assert.DoesNotContain("{{", seen.Messages[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_customer_who_has_to_stay_is_not_told_how_to_leave()
    {
        Plan = Plan with
        {
            ExtraTurns = new ExtraTurns(1),
            CustomersMayLeave = false,
            CustomerPrompt = "You are a customer.\n- Press on.\n- If it is no use, write [LEAVES].",
        };
        _agent.Says("Which order?").Says("Which order?");
        _customer.Says("I told you.");

        var record = Play();

        Assert.Equal((Ending.Completed, 2), (record.Ending, record.Turns));
        Assert.Equal("You are a customer.\n- Press on.", _customer.Calls.Single().Messages[0].Text);
    }

    [Fact]
    public void A_model_that_leaves_where_nobody_may_has_failed()
    {
        Plan = Plan with { ExtraTurns = new ExtraTurns(1), CustomersMayLeave = false };
        _agent.Says("Which order?");
        _customer.Says("[LEAVES]");

        Assert.Equal(Ending.ModelFailed, Play().Ending);
    }

    [Fact]
    public void A_customer_who_gives_up_leaves()
    {
        Plan = Plan with { ExtraTurns = new ExtraTurns(2) };
        _agent.Says("Which order?");
        _customer.Says("[LEAVES]");

        var record = Play();

        Assert.Equal((Ending.CustomerLeft, 1), (record.Ending, record.Turns));
    }

    [Fact]
    public void A_model_that_fails_ends_it_as_model_failed_and_says_why()
    {
        _agent.Fails("the endpoint is gone");

        var record = Play();

        Assert.Equal((Ending.ModelFailed, "the endpoint is gone"), (record.Ending, record.EndingReason));
        Assert.Equal("user", record.Messages.Single().Role);
        Assert.Equal("the endpoint is gone", Sink.Span("Chat Completion").GetProperty("error").GetString());
    }

    [Fact]
    public void An_empty_answer_is_no_answer()
    {
        _agent.Says("");

        Assert.Equal(Ending.ModelFailed, Play().Ending);
    }

    [Fact]
    public void The_deadline_ends_it_and_what_was_said_so_far_is_kept()
    {
        Plan = Some.Plan(Some.Scenario("shipping-01", "And?"));
        _agent.Says("Which order?").Hangs();

        Begin();
        Pass(Plan.Limits.Deadline);

        var record = Ended();
        Assert.Equal((Ending.DeadlineReached, 1), (record.Ending, record.Turns));
        Assert.Equal(["Where is my parcel?", "Which order?", "And?"], record.Messages.Select(message => message.Content));
        Assert.True(_agent.Calls[^1].Cancellation.IsCancellationRequested, "the call under way is cancelled");
        var abandoned = Sink.Spans.Last(span => span.GetProperty("span_attributes").GetProperty("type").GetString() == "llm");
        Assert.Equal("the call was abandoned", abandoned.GetProperty("error").GetString());
        Assert.Contains("And?", abandoned.GetProperty("input").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Stopped_before_the_customer_has_heard_the_reply_it_keeps_the_turn()
    {
        _agent.Says("Which order?");

        var trace = Start(() => new TraceActor(Sink));
        var run = new RunContext(Plan, new SimulationServices(_agent, _customer, _toolbox, Sink, Clock), trace);
        var context = new ConversationContext(new ConversationPlan("shipping-01.1", Plan.Scenarios[0]), run);
        var conversation = Start(() => new ConversationActor(context, (_, agent) => new DeafCustomer(agent)));
        conversation.Tell(ConversationProtocol.Begin.Instance, TestActor);
        conversation.Tell(new Abort(Ending.Cancelled, "stopped by the user"));

        var record = Ended();
        Assert.Equal((Ending.Cancelled, 1), (record.Ending, record.Turns));
        Assert.Equal(["Where is my parcel?", "Which order?"], record.Messages.Select(message => message.Content));
    }

    [Fact]
    public void Stopped_in_the_middle_of_a_tool_call_it_keeps_the_turn_as_far_as_it_got()
    {
        _toolbox.Hanging("slow", ToolKind.Action).Changed("refund_requests");
        _agent.AsksFor("a", "slow");

        Begin();
        Conversation.Tell(new Abort(Ending.Cancelled, "stopped by the user"));

        var record = Ended();
        Assert.Equal((Ending.Cancelled, 0), (record.Ending, record.Turns));
        Assert.Equal(["user", "assistant"], record.Messages.Select(message => message.Role));
        Assert.Single(record.ShopChanges, change => change.Table == "refund_requests");
        Assert.Equal(1, _toolbox.Abandoned);
        Assert.Equal("the turn was abandoned", Sink.Span("turn_1").GetProperty("error").GetString());
    }

    [Fact]
    public void A_store_that_is_away_at_the_end_is_asked_again_until_it_is_back()
    {
        _toolbox.Changed("refund_requests").Unreadable(times: 2);
        _agent.AsksFor("a", "process_refund").Says("Refunded.");

        Begin();
        AwaitAssert(() =>
        {
            Pass(TimeSpan.FromSeconds(2));
            Assert.Single(Sink.Conversations);
        });

        Assert.Equal((Ending.Completed, 1), (Ended().Ending, Sink.Conversations[0].ShopChanges.Count));
    }

    [Fact]
    public void A_store_that_stays_away_is_an_infrastructure_failure()
    {
        _toolbox.Changed("refund_requests").Unreadable(times: 100);
        _agent.AsksFor("a", "process_refund").Says("Refunded.");

        Begin();
        AwaitAssert(() =>
        {
            Pass(TimeSpan.FromSeconds(2));
            Assert.Single(Sink.Conversations);
        });

        Assert.Equal(Ending.InfrastructureFailed, Ended().Ending);
    }

    [Fact]
    public void An_actor_that_throws_ends_its_ownConversation_as_an_infrastructure_failure()
    {
        _agent.Throws(new InvalidOperationException("a defect in a client"));

        var record = Play();

        Assert.Equal(Ending.InfrastructureFailed, record.Ending);
        Assert.Contains("a defect in a client", record.EndingReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Beginning_twice_is_beginning_once()
    {
        _agent.Hangs();

        Begin();
        Conversation.Tell(ConversationProtocol.Begin.Instance, TestActor);

        Assert.Single(_agent.Calls);
    }

    [Fact]
    public void Its_ending_is_told_only_when_it_is_on_disk()
    {
        Sink.Hold();
        _agent.Says("Which order?");

        Begin();

        ExpectNoMsg(TimeSpan.Zero);
        Sink.Release();
        ExpectMsg<ConversationEnded>();
    }

    [Fact]
    public void Its_trace_is_a_tree_ofConversation_turns_model_and_tool_calls()
    {
        _toolbox.Action("flaky", 503);
        _agent.AsksFor("a", "flaky").Says("Done.");

        Begin();
        Pass(TimeSpan.FromSeconds(1.5));
        Ended();

        var spans = Sink.Spans.ToDictionary(span => span.GetProperty("span_id").GetString()!);
        string Name(string id) => spans[id].GetProperty("span_attributes").GetProperty("name").GetString()!;
        Assert.Equal(
            ["conversation(task)", "conversation > turn_1(task)", "turn_1 > Chat Completion(llm)", "turn_1 > flaky(tool)", "turn_1 > Chat Completion(llm)"],
            Sink.Spans.OrderBy(span => span.GetProperty("span_attributes").GetProperty("exec_counter").GetInt32()).Select(span =>
            {
                var parents = span.GetProperty("span_parents").EnumerateArray().Select(parent => Name(parent.GetString()!) + " > ");
                var attributes = span.GetProperty("span_attributes");
                return $"{string.Concat(parents)}{attributes.GetProperty("name")}({attributes.GetProperty("type")})";
            }));
        var tool = Sink.Span("flaky");
        Assert.Equal(2, tool.GetProperty("metadata").GetProperty("attempts").GetInt32());
        Assert.Equal(503, tool.GetProperty("metadata").GetProperty("transient_failures")[0].GetProperty("status").GetInt32());
        Assert.Equal(1.5, tool.GetProperty("metrics").GetProperty("end").GetDouble() - tool.GetProperty("metrics").GetProperty("start").GetDouble(), 3);
    }

    [Fact]
    public void What_it_was_asked_to_wait_is_summed_over_models_and_backoff()
    {
        Plan = Plan with { ExtraTurns = new ExtraTurns(1) };
        _toolbox.Action("flaky", 503);
        _agent.Does(_ => Task.FromResult(Slow(ScriptedModel.Asking(("a", "flaky", [])), 0.2)))
            .Does(_ => Task.FromResult(Slow(ScriptedModel.Text("Done."), 0.3)))
            .Does(_ => Task.FromResult(Slow(ScriptedModel.Text("Bye."), 0.4)));
        _customer.Does(_ => Task.FromResult(Slow(ScriptedModel.Text("Sure?"), 0.1)));

        Begin();
        Pass(TimeSpan.FromSeconds(1.5));

        Assert.Equal(0.2 + 1.5 + 0.3 + 0.1 + 0.4, Ended().Timing.WaitedSeconds, 6);

        static ChatResponse Slow(ChatResponse response, double seconds)
        {
            response.AdditionalProperties = new() { [ModelResponseProperties.SimulatedLatencySeconds] = seconds };
            return response;
        }
    }

    /// <summary>Says a line, and is stopped with the reply still before it.</summary>
    private sealed class DeafCustomer : ReceiveActor
    {
        public DeafCustomer(IActorRef agent)
        {
            Receive<ConversationProtocol.Begin>(_ => agent.Tell(new AgentProtocol.CustomerLine(1, "Where is my parcel?")));
            ReceiveAny(_ => { });
        }
    }
}

/// <summary>On one node, where messages are handed over as they are.</summary>
public class LocalConversationSpec() : ConversationSpec("");

/// <summary>The same behaviour when every message is serialized on its way, as it would be between nodes.</summary>
public class SerializedConversationSpec() : ConversationSpec("akka.actor.serialize-messages = on");

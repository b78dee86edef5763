using Evergreen.Tools.Shop;
using Evergreen.Tools.Storage;

namespace Evergreen.Tools.Services;

/// <summary>Pays money back, once per kind and order.</summary>
internal sealed class PaymentProcessor(SqlShopStore store, RefundPolicy policy)
{
    public Task<ServiceReply> RefundAsync(Caller caller, RefundRequest request, CancellationToken cancellationToken) =>
        store.WriteAsync(caller.World, request.OrderId, async session =>
        {
            var id = Reference.For("REF", caller.IdempotencyKey);
            if (await session.FindRefundAsync(id) is { } done)
            {
                return new ServiceReply(200, done.ProcessorResponse);
            }

            if (await session.FindOrderAsync(request.OrderId) is not { } order)
            {
                return ServiceReply.Refused(Refusal.OrderNotFound(request.OrderId));
            }

            var decision = policy.Decide(order, request, await session.RefundsOfAsync(order.Id));
            if (decision.Refusal is { } refusal)
            {
                return ServiceReply.Refused(refusal);
            }

            var refund = Refund(id, caller, request, decision.Granted, order);
            await session.InsertRefundAsync(refund);
            if (refund.OrderStatus is { } status)
            {
                await session.SetOrderStatusAsync(order.Id, status);
            }

            return new ServiceReply(200, refund.ProcessorResponse);
        }, cancellationToken);

    private static RefundRow Refund(string id, Caller caller, RefundRequest request, RefundGrant grant, Order order) =>
        new()
        {
            Id = id,
            OrderId = order.Id,
            CustomerId = order.CustomerId,
            Amount = grant.Amount,
            Kind = request.Kind,
            Status = "approved",
            OrderStatus = grant.NewStatus,
            ProcessorResponse = ShopJson.Write(new
            {
                RefundId = id,
                OrderId = order.Id,
                request.Kind,
                grant.Amount,
                Status = "approved",
                order.PaymentMethod,
                OrderStatus = grant.NewStatus ?? order.Status,
                BusinessDays = "5-7",
            }),
            IdempotencyKey = caller.IdempotencyKey,
            ConversationId = caller.ConversationId,
            CreatedAt = caller.Now,
        };
}

/// <summary>On whose behalf a service acts, and when.</summary>
internal sealed record Caller(string World, string ConversationId, string IdempotencyKey, DateTimeOffset Now);

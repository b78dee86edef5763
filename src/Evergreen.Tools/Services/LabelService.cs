using System.Text.Json;
using Evergreen.Tools.Shop;
using Evergreen.Tools.Storage;

namespace Evergreen.Tools.Services;

/// <summary>Starts returns: checks the policy and the address, sends a prepaid label.</summary>
internal sealed class LabelService(SqlShopStore store, ReturnPolicy policy)
{
    public Task<ServiceReply> ReturnAsync(
        Caller caller, string orderId, string customerId, string reason, CancellationToken cancellationToken) =>
        store.WriteAsync(caller.World, orderId, async session =>
        {
            var id = Reference.For("RMA", caller.IdempotencyKey);
            if (await session.FindReturnAsync(id) is { } done)
            {
                return Reply(done);
            }

            if (await session.FindOrderAsync(orderId) is not { } order)
            {
                return ServiceReply.Refused(Refusal.OrderNotFound(orderId));
            }

            var refusal = Refusal.UnlessOwner(order, customerId)
                ?? policy.DaysRemaining(order.AsReturnable(), (await session.FindReturnOfAsync(orderId))?.Id).Refusal
                ?? UnlessAddressVerified(order);
            if (refusal is not null)
            {
                return ServiceReply.Refused(refusal);
            }

            var row = new ReturnRow
            {
                Id = id,
                OrderId = order.Id,
                CustomerId = order.CustomerId,
                Reason = reason,
                Status = "label_sent",
                LabelNumber = Reference.For("LBL", caller.IdempotencyKey),
                IdempotencyKey = caller.IdempotencyKey,
                ConversationId = caller.ConversationId,
                CreatedAt = caller.Now,
            };
            await session.InsertReturnAsync(row);
            await session.SetOrderStatusAsync(order.Id, OrderStatus.ReturnInProgress);
            return Reply(row);
        }, cancellationToken);

    private static Refusal? UnlessAddressVerified(Order order)
    {
        using var address = JsonDocument.Parse(order.ShipTo);
        return address.RootElement.TryGetProperty("verified", out var verified) && verified.ValueKind == JsonValueKind.False
            ? new Refusal(422, "ADDRESS_UNVERIFIED",
                $"The address of order {order.Id} could not be verified, so no return label can be sent there.")
            : null;
    }

    private static ServiceReply Reply(ReturnRow row) => ServiceReply.Ok(new
    {
        ReturnId = row.Id,
        row.OrderId,
        row.Status,
        row.LabelNumber,
        OrderStatus = OrderStatus.ReturnInProgress,
    });
}

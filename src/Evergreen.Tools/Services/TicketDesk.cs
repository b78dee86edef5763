using Evergreen.Tools.Shop;
using Evergreen.Tools.Storage;

namespace Evergreen.Tools.Services;

/// <summary>What a ticket is to say.</summary>
internal sealed record TicketRequest(string Subject, string Description, string? CustomerId, string? OrderId, string Priority);

/// <summary>Takes tickets for human colleagues, also about customers and orders that do not exist.</summary>
internal sealed class TicketDesk(SqlShopStore store)
{
    public Task<ServiceReply> OpenAsync(Caller caller, TicketRequest request, CancellationToken cancellationToken) =>
        store.WriteAsync(caller.World, request.OrderId ?? caller.IdempotencyKey, async session =>
        {
            var id = Reference.For("TCK", caller.IdempotencyKey);
            if (await session.FindTicketAsync(id) is { } done)
            {
                return Reply(done);
            }

            if (request is { OrderId: { } orderId, CustomerId: { } customerId }
                && await session.FindOrderAsync(orderId) is { } order
                && Refusal.UnlessOwner(order, customerId) is { } refusal)
            {
                return ServiceReply.Refused(refusal);
            }

            var row = new TicketRow
            {
                Id = id,
                CustomerId = request.CustomerId,
                OrderId = request.OrderId,
                Subject = request.Subject,
                Description = request.Description,
                Priority = request.Priority,
                IdempotencyKey = caller.IdempotencyKey,
                ConversationId = caller.ConversationId,
                CreatedAt = caller.Now,
            };
            await session.InsertTicketAsync(row);
            return Reply(row);
        }, cancellationToken);

    private static ServiceReply Reply(TicketRow row) =>
        ServiceReply.Ok(new { TicketId = row.Id, row.Priority, Status = "open" });
}

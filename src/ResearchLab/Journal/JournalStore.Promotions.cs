using System.Globalization;

namespace ResearchLab.Journal;

/// <content>Which model decides.</content>
public sealed partial class JournalStore
{
    /// <summary>Every change of the model that decides, of one symbol or of all, by number.</summary>
    public IReadOnlyList<PromotionRecord> FindPromotions(string? symbol = null) => _database.Transact(journal => journal.Query(
        "SELECT number, symbol, model, action, reason, happened_at FROM promotions WHERE symbol = @symbol OR @all ORDER BY number",
        row => new PromotionRecord(
            Convert.ToInt32(row["number"], CultureInfo.InvariantCulture), (string)row["symbol"], (string)row["model"], (string)row["action"],
            (string)row["reason"],
            Instant(row["happened_at"])),
        new { symbol = symbol ?? "", all = symbol is null }));

    /// <summary>
    /// Writes the next change of the model that decides, unless another was written since the caller looked: what it decided on may then not hold any more.
    /// </summary>
    /// <param name="promotion">The change; its number is one more than the newest the caller saw, its time is set by the clock of the journal.</param>
    /// <returns>False when that number is taken: look again.</returns>
    public bool TryRecordPromotion(PromotionRecord promotion)
    {
        ArgumentNullException.ThrowIfNull(promotion);
        return _database.Transact(journal => journal.Execute(
            """
            INSERT INTO promotions (number, symbol, model, action, reason, happened_at)
            VALUES (@Number, @Symbol, @Model, @Action, @Reason, @now)
            ON CONFLICT DO NOTHING
            """,
            new { promotion.Number, promotion.Symbol, promotion.Model, promotion.Action, promotion.Reason, now = _time.GetUtcNow() })) > 0;
    }
}

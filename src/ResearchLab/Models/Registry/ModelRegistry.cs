using System.Text.Json;
using ResearchLab.Journal;
using ResearchLab.Time;

namespace ResearchLab.Models;

/// <summary>
/// All models ever trained, which of them decides, and every change of it. Nothing is ever taken out: a rollback is one more change.
/// </summary>
/// <param name="journal">Journal of models and changes.</param>
/// <param name="folder">Folder of the models' files.</param>
public sealed class ModelRegistry(JournalStore journal, string folder)
{
    private const string Promoted = "promote", RolledBack = "rollback";

    /// <summary>Adds a model whose files lie in a folder of this registry's; a second time changes nothing.</summary>
    public void Add(TrainedModel model, string place) => journal.SaveModel(new ModelRecord(
        model.Card.Id, model.Card.Symbol, model.Card.KnownThrough, model.Card.ToJson(), Path.GetFileName(place), default));

    /// <summary>The models of a symbol, or all: the one that has seen most first.</summary>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public IReadOnlyList<RegisteredModel> List(string? symbol = null)
    {
        IReadOnlyList<PromotionRecord> changes = Changes();
        Dictionary<string, string> champions = changes.GroupBy(change => change.Symbol)
            .ToDictionary(same => same.Key, same => same.Last().Model, StringComparer.Ordinal);
        HashSet<string> promoted = [.. changes.Select(change => change.Model)];
        return [.. journal.FindModels(symbol).Select(record => new RegisteredModel(
            JsonSerializer.Deserialize(record.CardJson, ModelJson.Default.ModelCard)!, Path.Combine(folder, record.Folder), record.CreatedAt,
            champions.GetValueOrDefault(record.Symbol) == record.Id
                ? ModelRole.Champion
                : promoted.Contains(record.Id) ? ModelRole.Retired : ModelRole.Challenger))];
    }

    /// <summary>The model whose id is given, or begins or ends with what is given when only one does.</summary>
    /// <exception cref="ModelRefusedException">There is none, or several.</exception>
    public RegisteredModel Find(string id)
    {
        IReadOnlyList<RegisteredModel> found = Named(id);
        return found.Count switch
        {
            1 => found[0],
            0 => throw new ModelRefusedException($"No model is called '{id}'. './lab models list' names those there are."),
            _ =>
                throw new ModelRefusedException(
                    $"'{id}' begins or ends the names of {found.Count} models, {found[0].Card.Id} and {found[1].Card.Id} among them. Give more of it."),
        };
    }

    /// <summary>How many models have an id, or a beginning or end of it.</summary>
    public int Names(string id) => Named(id).Count;

    private IReadOnlyList<RegisteredModel> Named(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        IReadOnlyList<RegisteredModel> all = List();
        return all.FirstOrDefault(model => model.Card.Id == id) is { } exact
            ? [exact]
            : [.. all.Where(model => model.Card.Id.StartsWith(id, StringComparison.OrdinalIgnoreCase)
                || model.Card.Id.EndsWith(id, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>
    /// The champion of a symbol in a session: the one that was it at the session's close, when it had seen nothing of the session. What is promoted later
    /// never decides on the past.
    /// </summary>
    /// <param name="symbol">Symbol.</param>
    /// <param name="session">Session to decide on.</param>
    /// <returns>Null when there was none.</returns>
    public RegisteredModel? Champion(string symbol, DateOnly session)
    {
        DateTimeOffset close = ExchangeCalendar.Nyse.CloseOf(session);
        string? id = Changes().LastOrDefault(change => change.Symbol == symbol && change.At <= close)?.Model;
        return id is not { Length: > 0 } ? null
            : List(symbol).FirstOrDefault(model => model.Card.Id == id) is { } champion ? champion.Card.KnownThrough < session ? champion : null
            : throw new ModelRefusedException(
                $"The journal promoted {id} for {symbol}, but holds no such model. Restore the journal: models and promotions belong together.");
    }

    /// <summary>The first session that a change of champion at a time counts for: the first to close at or after it.</summary>
    public static DateOnly FirstSession(DateTimeOffset at)
    {
        DateOnly last = ExchangeCalendar.Nyse.LastCompleted(at);
        return ExchangeCalendar.Nyse.CloseOf(last) == at ? last : ExchangeCalendar.Nyse.Next(last);
    }

    /// <summary>Reads a model's files.</summary>
    /// <exception cref="InvalidDataException">They are missing, damaged, or of another feature set.</exception>
    public static TrainedModel Load(RegisteredModel model)
    {
        var loaded = TrainedModel.Load(model.Folder);
        if (loaded.Card.Id == model.Card.Id)
            return loaded;
        string found = loaded.Card.Id;
        loaded.Dispose();
        throw new InvalidDataException($"Model folder '{model.Folder}' holds {found} instead of {model.Card.Id}. Put the files back; "
            + $"'./lab models rollback --symbol {model.Card.Symbol}' counts from the next session on.");
    }

    /// <summary>
    /// Makes a model the champion of its symbol, when it passes the gate: with a champion, the interval of its advantage over it must lie
    /// above 0; without one, it must have an edge over every baseline.
    /// </summary>
    /// <param name="id">The model.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="anyway">Promote even when the gate is not passed; the record says so.</param>
    /// <returns>The comparison with the champion before it; null when there was none.</returns>
    /// <exception cref="ModelRefusedException">It is champion already, or does not pass the gate.</exception>
    /// <exception cref="InvalidDataException">Its files cannot be used by this code.</exception>
    public ModelComparison? Promote(string id, string reason, bool anyway = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        while (true)
        {
            int seen = Seen();
            RegisteredModel model = Find(id);
            if (model.Role == ModelRole.Champion)
                throw new ModelRefusedException($"{model.Card.Id} is the champion of {model.Card.Symbol} already.");
            Load(model).Dispose();
            RegisteredModel? champion = List(model.Card.Symbol).FirstOrDefault(other => other.Role == ModelRole.Champion);
            ModelComparison? comparison = champion is null ? null : ModelComparison.Of(model, champion);
            string? failed = comparison is { } compared
                ? compared.Low > 0 ? null : $"its advantage over the champion {champion!.Card.Id} is {compared.InWords}"
                : model.Card.Evaluation.HasEdge ? null : "it has shown no edge over its baselines";
            if (failed is not null && !anyway)
                throw new ModelRefusedException($"{model.Card.Id} is not promoted: {failed}. Keep what there is, or add --anyway to overrule the gate.");
            if (TryWrite(seen, model.Card.Symbol, model.Card.Id, Promoted, failed is null ? reason : $"{reason} (against the gate: {failed})"))
                return comparison;
        }
    }

    /// <summary>Goes back to the champion before; returns its id, empty when there was none.</summary>
    /// <exception cref="ModelRefusedException">The symbol has no champion.</exception>
    public string Rollback(string symbol, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        while (true)
        {
            IReadOnlyList<PromotionRecord> changes = Changes();
            var champions = new Stack<string>();
            foreach (PromotionRecord change in changes.Where(change => change.Symbol == symbol))
            {
                if (change.Action == Promoted)
                    champions.Push(change.Model);
                else if (change.Action == RolledBack)
                    champions.TryPop(out _);
                else
                    throw new InvalidDataException(Invariant($"Change {change.Number} of the champion of {symbol} is '{change.Action}' in the journal; ")
                        + Invariant($"it must be {Promoted} or {RolledBack}. A newer program may have written it: use that."));
            }

            if (!champions.TryPop(out _))
                throw new ModelRefusedException($"{symbol} has no promoted model to roll back; the daily run trains one a quarter.");
            string before = champions.TryPeek(out string? model) ? model : "";
            if (TryWrite(changes.Count == 0 ? 0 : changes[^1].Number, symbol, before, RolledBack, reason))
                return before;
        }
    }

    /// <summary>Every change of champion, oldest first.</summary>
    public IReadOnlyList<PromotionRecord> Changes() => journal.FindPromotions();

    private int Seen() => Changes() is { Count: > 0 } changes ? changes[^1].Number : 0;

    private bool TryWrite(int seen, string symbol, string model, string action, string reason) =>
        journal.TryRecordPromotion(new PromotionRecord(seen + 1, symbol, model, action, reason.ReplaceLineEndings(" "), default));
}

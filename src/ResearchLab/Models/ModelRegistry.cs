using System.Globalization;
using System.Text.Json;
using ResearchLab.Journal;

namespace ResearchLab.Models;

/// <summary>What a model is used for.</summary>
public enum ModelRole
{
    /// <summary>Trained, never promoted.</summary>
    Challenger,

    /// <summary>Decides: the last one promoted and not rolled back.</summary>
    Champion,

    /// <summary>Was champion.</summary>
    Retired,
}

/// <summary>A model of the registry.</summary>
/// <param name="Card">What it was made from and how it did out of sample.</param>
/// <param name="Folder">Full path of its files.</param>
/// <param name="CreatedAt">When it was registered, UTC.</param>
/// <param name="Role">What it is used for.</param>
public sealed record RegisteredModel(ModelCard Card, string Folder, DateTimeOffset CreatedAt, ModelRole Role);

/// <summary>One change of champion.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Symbol">Of which symbol.</param>
/// <param name="Model">Champion from then on; empty for none: every quarter trains its own model again.</param>
/// <param name="Action"><c>promote</c> or <c>rollback</c>.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ChampionChange(DateTimeOffset At, string Symbol, string Model, string Action, string Reason);

/// <summary>The model cannot do what is asked of it; one line with cause and remedy.</summary>
public sealed class ModelRefusedException(string message) : Exception(message);

/// <summary>
/// All models ever trained, which of them decides, and every change of it. Nothing is ever taken out: a rollback is one more change.
/// </summary>
/// <param name="journal">Journal of models and changes.</param>
/// <param name="folder">Folder of the models' files.</param>
public sealed class ModelRegistry(JournalStore journal, string folder)
{
    private const string Changed = "model_champion";

    /// <summary>Adds a model whose files lie in a folder of this registry's; a second time changes nothing.</summary>
    public void Add(TrainedModel model, string place) => journal.SaveModel(new ModelRecord(
        model.Card.Id, model.Card.Symbol, model.Card.KnownThrough, model.Card.ToJson(), Path.GetFileName(place), default));

    /// <summary>The models of a symbol, or all: the one that has seen most first.</summary>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public IReadOnlyList<RegisteredModel> List(string? symbol = null)
    {
        IReadOnlyList<ChampionChange> changes = Changes();
        Dictionary<string, string> champions = changes.GroupBy(change => change.Symbol).ToDictionary(same => same.Key, same => same.Last().Model, StringComparer.Ordinal);
        HashSet<string> promoted = [.. changes.Select(change => change.Model)];
        return [.. journal.FindModels(symbol).Select(record => new RegisteredModel(
            JsonSerializer.Deserialize(record.CardJson, ModelJson.Default.ModelCard)!, Path.Combine(folder, record.Folder), record.CreatedAt,
            champions.GetValueOrDefault(record.Symbol) == record.Id ? ModelRole.Champion : promoted.Contains(record.Id) ? ModelRole.Retired : ModelRole.Challenger))];
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
            _ => throw new ModelRefusedException($"'{id}' begins or ends the names of {found.Count} models, {found[0].Card.Id} and {found[1].Card.Id} among them. Give more of it."),
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
            : [.. all.Where(model => model.Card.Id.StartsWith(id, StringComparison.OrdinalIgnoreCase) || model.Card.Id.EndsWith(id, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>The champion of a symbol that had seen nothing of a session when it was trained; null when there is none.</summary>
    /// <param name="symbol">Symbol.</param>
    /// <param name="session">Session to decide on: a champion that was trained on it or later must not.</param>
    public RegisteredModel? Champion(string symbol, DateOnly session) =>
        List(symbol).FirstOrDefault(model => model.Role == ModelRole.Champion && model.Card.KnownThrough < session);

    /// <summary>Reads a model's files.</summary>
    /// <exception cref="InvalidDataException">They are missing, damaged, or of another feature set.</exception>
    public static TrainedModel Load(RegisteredModel model)
    {
        var loaded = TrainedModel.Load(model.Folder);
        if (loaded.Card.Id == model.Card.Id)
            return loaded;
        string found = loaded.Card.Id;
        loaded.Dispose();
        throw new InvalidDataException($"Model folder '{model.Folder}' holds {found} instead of {model.Card.Id}. Put the files back, or roll back with './lab models rollback --symbol {model.Card.Symbol}'.");
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
        Write(model.Card.Symbol, model.Card.Id, "promote", failed is null ? reason : $"{reason} (against the gate: {failed})");
        return comparison;
    }

    /// <summary>Goes back to the champion before; returns its id, empty when there was none.</summary>
    /// <exception cref="ModelRefusedException">The symbol has no champion.</exception>
    public string Rollback(string symbol, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var champions = new Stack<string>();
        foreach (ChampionChange change in Changes().Where(change => change.Symbol == symbol))
        {
            if (change.Action == "promote")
                champions.Push(change.Model);
            else
                champions.TryPop(out _);
        }

        if (!champions.TryPop(out _))
            throw new ModelRefusedException($"{symbol} has no promoted model to roll back; the daily run trains one a quarter.");
        string before = champions.TryPeek(out string? model) ? model : "";
        Write(symbol, before, "rollback", reason);
        return before;
    }

    /// <summary>Every change of champion, oldest first.</summary>
    public IReadOnlyList<ChampionChange> Changes() =>
        [.. journal.FindEvents(Changed).Select(Read).OrderBy(change => change.Number).Select(change => change.Change)];

    private void Write(string symbol, string model, string action, string reason)
    {
        int number = journal.FindEvents(Changed).Count + 1;
        journal.RecordEvent(Changed, string.Join('\t', number.ToString("000000", CultureInfo.InvariantCulture), symbol, model, action, reason.ReplaceLineEndings(" ").Replace('\t', ' ')));
    }

    private static (int Number, ChampionChange Change) Read(EventRecord record)
    {
        string[] parts = record.Message.Split('\t');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), new ChampionChange(record.At, parts[1], parts[2], parts[3], parts[4]));
    }
}

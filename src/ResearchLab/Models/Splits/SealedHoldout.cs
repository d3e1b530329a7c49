using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Journal;

namespace ResearchLab.Models;

/// <summary>
/// The newest sessions, put aside until a method is settled. Research sees the rows before it; opening it is written to the journal first,
/// and what was opened once is not opened again by accident, under another start date neither.
/// </summary>
/// <param name="Id">Such as <c>ho-2020-01-02-3f2a91c0</c>: first session and a hash of name, first session and embargo; it stays when later sessions
/// come.</param>
/// <param name="Name">What it is held out from, such as <c>structure SPY</c>.</param>
/// <param name="From">First sealed session.</param>
/// <param name="Through">Last sealed session so far.</param>
/// <param name="EmbargoSessions">Sessions between the end of a research label and the first sealed session.</param>
/// <param name="Research">Rows that may be looked at: their labels end more than the embargo before the first sealed session.</param>
public sealed record SealedHoldout(string Id, string Name, DateOnly From, DateOnly Through, int EmbargoSessions, int[] Research)
{
    private int[] Sealed { get; init; } = [];

    /// <summary>Number of sealed rows.</summary>
    public int Count => Sealed.Length;

    /// <summary>Puts rows aside.</summary>
    /// <param name="name">What they are held out from; openings are remembered by it.</param>
    /// <param name="rows">Rows, ascending by session.</param>
    /// <param name="from">First session to seal. A date, not a share: a share would move as history grows.</param>
    /// <param name="embargoSessions">Sessions kept free before it; null takes the longest label.</param>
    /// <exception cref="UsageException">The name is empty, rows are not ascending, or no row lies on one of the sides.</exception>
    /// <exception cref="UsageException">The embargo is shorter than the longest label.</exception>
    public static SealedHoldout Seal(string name, LabelSpan[] rows, DateOnly from, int? embargoSessions = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(rows);
        int embargo = WalkForward.CheckedEmbargo(rows, embargoSessions);
        int first = Array.FindIndex(rows, row => row.Session >= from);
        if (first < 0)
            throw new UsageException(Invariant($"There is nothing of '{name}' to seal from {from:yyyy-MM-dd} on: ")
                + (rows.Length == 0 ? "no session has known outcomes" : Invariant($"the last session with known outcomes is {rows[^1].Session:yyyy-MM-dd}"))
                + ". Choose an earlier date, or a later session of knowledge.");
        int[] research = [.. Enumerable.Range(0, first).Where(row => rows[row].EndPosition < rows[first].Position - embargo)];
        if (research.Length == 0)
            throw new UsageException(Invariant($"Sealing '{name}' from {from:yyyy-MM-dd} on leaves nothing for research: of the {first} sessions before it ")
                + Invariant($"none ends more than the embargo of {embargo} sessions earlier. Choose a later date."));
        string id = Invariant($"ho-{from:yyyy-MM-dd}-{WalkForward.ShortHash(Invariant($"{name};{from:yyyy-MM-dd};{embargo}"))}");
        return new SealedHoldout(id, name, from, rows[^1].Session, embargo, research) { Sealed = [.. Enumerable.Range(first, rows.Length - first)] };
    }

    /// <summary>Opens the holdout: writes that to the journal, then gives the rows.</summary>
    /// <param name="journal">Where openings are recorded.</param>
    /// <param name="purpose">What for, in one line.</param>
    /// <param name="codeVersion">Code that opens it.</param>
    /// <param name="again">Whether to open it although some of its sessions were opened before; the count says so for ever.</param>
    /// <exception cref="HoldoutOpenedException">Some of its sessions were opened before.</exception>
    /// <exception cref="JournalException">The journal cannot be used; then nothing was opened.</exception>
    public HoldoutOpening Open(JournalStore journal, string purpose, string codeVersion, bool again = false)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentException.ThrowIfNullOrWhiteSpace(purpose);
        ArgumentException.ThrowIfNullOrWhiteSpace(codeVersion);
        while (true)
        {
            List<TrialRecord> ofName = [.. journal.FindTrials(JournalStore.HoldoutOpening).Where(trial => Text(trial, "name") == Name)];
            List<TrialRecord> overlapping = [.. ofName.Where(trial => Session(trial, "from") <= Through && Session(trial, "through") >= From)];
            if (overlapping.Count > 0 && !again)
                throw new HoldoutOpenedException(Invariant($"The sessions of holdout '{Id}' were opened on {overlapping[0].RecordedAt:yyyy-MM-dd HH:mm} UTC ")
                    + Invariant($"for '{Text(overlapping[0], "purpose")}'. Seal later sessions, or open it again and report that it is no holdout any more."));
            // The number makes the key: of two that open at the same instant one starts over and finds the other's.
            string key = Invariant($"ho-{WalkForward.ShortHash(Name)}-{ofName.Count + 1}");
            if (journal.TryRecordTrial(key, JournalStore.HoldoutOpening, Spec(purpose),
                Invariant($$"""{"opening":{{overlapping.Count + 1}},"code":"{{JsonEncodedText.Encode(codeVersion)}}"}""")) is { } openedAt)
                return new HoldoutOpening(Id, [.. Sealed], openedAt, overlapping.Count + 1, purpose);
        }
    }

    private string Spec(string purpose)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("holdout", Id);
            writer.WriteString("name", Name);
            writer.WriteString("from", Invariant($"{From:yyyy-MM-dd}"));
            writer.WriteString("through", Invariant($"{Through:yyyy-MM-dd}"));
            writer.WriteNumber("rows", Sealed.Length);
            writer.WriteString("purpose", purpose);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string? Text(TrialRecord trial, string key)
    {
        using JsonDocument spec = JsonDocument.Parse(trial.SpecJson);
        return spec.RootElement.TryGetProperty(key, out JsonElement value) ? value.GetString() : null;
    }

    private static DateOnly? Session(TrialRecord trial, string key) =>
        DateOnly.TryParseExact(Text(trial, key), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly session) ? session : null;
}

namespace ResearchLab.Market;

/// <summary>Dates with the times that stand beside them.</summary>
/// <param name="column">Position in the file.</param>
/// <param name="style">How the column writes them.</param>
internal sealed class CsvStamps(int column, CsvStampStyle style) : CsvIngestField(column)
{
    public List<CsvStamp> Values { get; } = [];

    /// <summary>How many have a time of day.</summary>
    public int Timed { get; private set; }

    public override bool Add(ReadOnlySpan<char> text)
    {
        bool read = CsvStampText.TryRead(text, style, out CsvStamp stamp);
        Values.Add(read ? stamp : default);
        Timed += read && stamp.HasTime ? 1 : 0;
        return read;
    }
}

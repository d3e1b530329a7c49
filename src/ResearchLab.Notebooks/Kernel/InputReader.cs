namespace ResearchLab.Notebooks.Kernel;

/// <summary>What <c>Console.ReadLine</c> reads in a cell: a question to the person, a line at a time.</summary>
internal sealed class InputReader(CellHost host) : TextReader
{
    private string _rest = "";

    public override string ReadLine() => TakeRest() is { } rest ? rest : host.Input("", password: false);

    public override int Read()
    {
        int next = Peek();
        _rest = _rest.Length > 0 ? _rest[1..] : _rest;
        return next;
    }

    public override int Peek()
    {
        if (_rest.Length == 0)
            _rest = host.Input("", password: false) + "\n";
        return _rest[0];
    }

    private string? TakeRest()
    {
        if (_rest.Length == 0)
            return null;
        string rest = _rest.TrimEnd('\n');
        _rest = "";
        return rest;
    }
}
